"""nbgrader's exchange: `submitted/<student>/<assignment>/`, with the time in `timestamp.txt`."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from grader.errors import UsageError
from grader.submission.bundle import is_litter
from grader.submission.handin import HandIn
from grader.submission.moments import moment
from grader.submission.names import bare, natural_key, printable
from grader.submission.text import decode

TIMESTAMP = "timestamp.txt"
_FOLDER = "submitted"


def students_in(folder: Path, assignment: str | None) -> Path | None:
    """The folder of the students: this one, or `submitted` in it; None if it is of another layout."""
    if folder.resolve().name == _FOLDER:
        return folder
    if (folder / _FOLDER).is_dir():
        return folder / _FOLDER
    inner = [path for student in _folders(folder) for path in _folders(student)]
    if any((path / TIMESTAMP).is_file() for path in inner):
        return folder
    named = assignment is not None and any(bare(path.name) == bare(assignment) for path in inner)
    return folder if named and not any(_holds_files(student) for student in _folders(folder)) else None


def _holds_files(folder: Path) -> bool:
    return any(path.is_file() and not is_litter((path.name,)) for path in folder.iterdir())


def hand_ins(students: Path, assignment: str | None) -> list[HandIn]:
    """A hand-in per student who handed in the assignment; the others are passed over.

    Raises:
        UsageError: there are several assignments, and none or more than one of them is meant.
    """
    names = sorted({path.name for student in _folders(students) for path in _folders(student)}, key=natural_key)
    meant = [name for name in names if assignment is not None and bare(name) == bare(assignment)] or names
    if len(meant) > 1:
        raise UsageError(f"{students}: holds the assignments {', '.join(names)}, and none is called {assignment!r}")
    return [
        _hand_in(student, student / name)
        for student in _folders(students)
        for name in meant
        if (student / name).is_dir()
    ]


def _hand_in(student: Path, folder: Path) -> HandIn:
    hand_in = HandIn(printable(student.name), folder)
    stamp = folder / TIMESTAMP
    if not stamp.is_file() or stamp.is_symlink():
        return hand_in
    try:
        when = moment(decode(stamp.read_bytes(), TIMESTAMP).text)
    except (OSError, ValueError) as error:
        return HandIn(hand_in.student, folder, notes=(f"{TIMESTAMP} tells no time: {error}",))
    # nbgrader means UTC where it writes no zone.
    return HandIn(hand_in.student, folder, submitted_at=when if when.tzinfo else when.replace(tzinfo=UTC))


def _folders(folder: Path) -> list[Path]:
    inside = (path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    return sorted(path for path in inside if not is_litter((path.name,)))
