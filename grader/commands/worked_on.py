"""Which file of a folder is meant: the notebook or module that the student works on."""

from __future__ import annotations

from pathlib import Path

from grader.commands.desk import find_kit
from grader.errors import UsageError

KINDS = (".ipynb", ".py")


def only_one(folder: Path, course: Path | None) -> Path:
    """The notebook or module of a folder; in a kit those that are still the starter's do not count."""
    found = sorted(path for path in folder.iterdir() if path.suffix in KINDS and path.is_file())
    if find_kit(course, folder) == folder.resolve():
        found = _worked_on(folder, found)
    notebooks = [path for path in found if path.suffix == ".ipynb"]
    if len(notebooks) == 1 or len(found) == 1:
        return (notebooks or found)[0]
    names = ", ".join(path.name for path in found) or "none"
    raise UsageError(f"name the notebook or module to check (here: {names})")


def _worked_on(folder: Path, found: list[Path]) -> list[Path]:
    """Without the starter's untouched files; all of them where nobody has begun."""
    from grader.kit.starters import untouched

    left = set(untouched(folder))
    return [path for path in found if path.name not in left] or found
