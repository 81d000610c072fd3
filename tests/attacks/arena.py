"""The place that a batch of attacks is graded in: a course, a class, OUT, a home, and secrets to be found."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.records import Tier
from grader.sandbox.scratch import remove_tree
from tests.attacks.catalogue import Attack
from tests.attacks.outside import Listeners, Victim
from tests.attacks.packages import PACKAGES

COURSE = Path(__file__).parents[1] / "linear_algebra"
SAMPLE = COURSE / "assignments/sheet1/samples/right.py"
_RUBRIC = Path(__file__).with_name("rubric.yaml")
_TOOLS = Path(__file__).with_name("tools.py")
_BETWEEN = 4  # attacks from one honest neighbour to the next
_PLANTED = ("out", "home", "class", "tmp")


@dataclass(frozen=True, slots=True)
class Arena:
    """Folders that anybody may enter and read: what keeps a submission out is the sandbox alone.

    `students` holds an attack's id, or "" for an honest neighbour, by student, in the order of grading.
    """

    root: Path
    tier: Tier
    students: dict[str, str] = field(default_factory=dict)
    loot: str = field(default_factory=lambda: f"loot-{secrets.token_hex(8)}")
    mark: str = field(default_factory=lambda: f"mark-{secrets.token_hex(8)}")
    planted: dict[str, str] = field(default_factory=dict)  # place: secret

    @property
    def course(self) -> Path:
        return self.root / "course"

    @property
    def handed(self) -> Path:
        return self.root / "class"

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def shown(self) -> Path:
        """What students get."""
        return self.root / "shown"

    def canaries(self) -> list[Path]:
        return [self.root / place / f"{place}-canary.txt" for place in _PLANTED]

    def environment(self) -> dict[str, str]:
        """Of the grader. Where tier B is wanted there is no bubblewrap to be found."""
        kept = {name: os.environ[name] for name in ("LANG", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ}
        path = os.environ["PATH"] if self.tier is Tier.A else str(self.root / "bin")
        secret = {"GRADER_SECRET": self.planted["environment"], "HOME": str(self.root / "home")}
        return {**kept, **secret, "PATH": path, "TMPDIR": str(self.root / "scratch")}

    def secret(self, place: str) -> str:
        """A word that stands in one place only."""
        return self.planted.setdefault(place, f"SECRET-{place}-{secrets.token_hex(8)}")

    def remove(self) -> None:
        remove_tree(self.root)


def build(tier: Tier, attacks: Sequence[Attack]) -> Arena:
    """Everything but the hand-ins' targets, which `aim` writes once they are known."""
    arena = Arena(Path(tempfile.mkdtemp(prefix="grader-attacks-")).resolve(), tier)
    try:
        _furnish(arena, attacks)
    except BaseException:
        arena.remove()
        raise
    return arena


def _furnish(arena: Arena, attacks: Sequence[Attack]) -> None:
    arena.root.chmod(0o755)
    for name in ("out", "home", "class", "tmp", "scratch", "bin", "sockets"):
        (arena.root / name).mkdir()
    (arena.root / "scratch").chmod(0o1777)
    (arena.root / "bin/rm").symlink_to(str(shutil.which("rm")))
    for place, canary in zip(_PLANTED, arena.canaries(), strict=True):
        canary.write_text(arena.secret(place), "utf-8")
        canary.chmod(0o666)
    arena.secret("environment")
    _plant_course(arena)
    _hand_in(arena, attacks)


def _plant_course(arena: Arena) -> None:
    shutil.copytree(COURSE, arena.course, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(_RUBRIC, arena.course / "rubric.yaml")
    names = ("rubric.yaml", "reference/projection.py", "assignments/bank/vectors.py")
    for name, place in zip(names, ("rubric", "reference", "bank"), strict=True):
        with (arena.course / name).open("a", encoding="utf-8") as file:
            file.write(f"\n# {arena.secret(place)}\n")


def _hand_in(arena: Arena, attacks: Sequence[Attack]) -> None:
    for index, attack in enumerate(attacks):
        if index % _BETWEEN == 0:
            _add_neighbour(arena)
        student = f"s{len(arena.students):03}_{attack.name}"
        arena.students[student] = attack.id
        if attack.path is None:
            PACKAGES[attack.id](arena, arena.handed / student)
        else:
            _copy(attack.path, arena.handed / student)
    _add_neighbour(arena)


def _add_neighbour(arena: Arena) -> None:
    student = f"s{len(arena.students):03}_honest"
    arena.students[student] = ""
    folder = arena.handed / student
    folder.mkdir()
    word = f"\n# {arena.secret('neighbour')} {student}\n"  # so that no two of them are one submission
    (folder / "hw.py").write_text(SAMPLE.read_text("utf-8") + word, "utf-8")


def _copy(source: Path, folder: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, folder)
    else:
        folder.mkdir()
        shutil.copy(source, folder / f"hw{source.suffix}")
    shutil.copy(_TOOLS, folder / "tools.py")


def aim(arena: Arena, grader: int, listeners: Listeners, victim: Victim) -> None:
    """Tells the attacks where everything is that they are after."""
    targets: dict[str, Any] = {
        "loot": arena.loot,
        "mark": arena.mark,
        "course": str(arena.course),
        "store": str(arena.out / "grades.sqlite"),
        "out": str(arena.out),
        "class": str(arena.handed),
        "neighbours": [str(arena.handed / name / "hw.py") for name, attack in arena.students.items() if not attack],
        "canaries": list(map(str, arena.canaries())),
        "writable": [str(arena.root / "tmp"), "/tmp", "/dev/shm", "/var/tmp"],
        "scratch": str(arena.root / "scratch"),
        "sockets": {"tcp": listeners.tcp, "udp": listeners.udp, "unix": listeners.unix, "abstract": listeners.abstract},
        "grader": grader,
        "victim": victim.pid,
    }
    text = json.dumps(targets)
    for student, attack in arena.students.items():
        if attack and (arena.handed / student).is_dir():
            (arena.handed / student / "targets.json").write_text(text, "utf-8")


def left_behind(arena: Arena) -> list[str]:
    """Files that an attack made where it should not have been able to, and scratch folders that were not removed."""
    found = [str(path) for path in (arena.root / "scratch").iterdir()]
    places = [arena.root, arena.root / "tmp", arena.root / "home", arena.root / "sockets", arena.out, arena.handed]
    for folder in (
        *places,
        Path("/tmp"),
        Path("/dev/shm"),
        Path("/var/tmp"),
        Path.home(),
        Path.cwd(),
        Path("/dev/mqueue"),
    ):
        with suppress(OSError):
            found += [str(path) for path in folder.iterdir() if arena.mark in path.name]
    return found
