"""Lists the attacks: what is handed in, and what its honest part earns.

A hand-in is `hand_ins/<family>/<name>.py` (or `.ipynb`), or a folder of that name where it is several files; those
that cannot be kept in a repository are made by `packages`. Its first docstring says what it tries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.packages import PACKAGES

HAND_INS = Path(__file__).with_name("hand_ins")

# Marks that a hand-in's honest functions earn, where there are any: at most so much may be booked.
EARNED: Mapping[str, float] = {"state/vandal": 10.0, "state/files": 6.0}


@dataclass(frozen=True, slots=True)
class Attack:
    """`path` is None where it is a package."""

    family: str
    name: str
    path: Path | None

    @property
    def id(self) -> str:
        return f"{self.family}/{self.name}"

    @property
    def earned(self) -> float:
        return EARNED.get(self.id, 0.0)


def attacks() -> list[Attack]:
    """Every attack, sorted by family and name."""
    kept = [
        Attack(path.parent.name, path.stem, path)
        for path in HAND_INS.glob("*/*")
        if path.suffix in (".py", ".ipynb") or (path / "hw.py").is_file()
    ]
    made = [Attack(family, name, None) for family, name in (package.split("/") for package in PACKAGES)]
    return sorted(kept + made, key=lambda attack: attack.id)
