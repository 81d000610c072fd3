"""nbgrader's exchange: `submitted/<student>/<assignment>/`, with the time in `timestamp.txt`."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from grader.errors import UsageError
from grader.submission.bundle import is_litter
from grader.submission.handin import HandIn
from grader.submission.moments import moment
from grader.submission.names import bare, is_hand_in, natural_key, printable
from grader.submission.text import decode

TIMESTAMP = "timestamp.txt"
_FOLDER = "submitted"
_CONFIGURATION = "nbgrader_config.py"
# What nbgrader keeps beside `submitted`; any other folder may be a student's.
_BESIDE = frozenset({"autograded", "downloaded", "feedback", "release", "source"})


def students_in(folder: Path, assignment: str | None) -> Path | None:
    """The folder of the students: this one, or `submitted` in it; None if it is of another layout.

    What one student handed in must not decide it for the others: every student's folder has to have nbgrader's shape.
    """
    if _is_course(folder):
        students = folder / _FOLDER
        return students if not _others(students) else None
    known = folder.resolve().name == _FOLDER
    fit = not _others(folder) and (known or all(_is_told(student, assignment) for student in _folders(folder)))
    return folder if fit and _folders(folder) else None


def resembles(folder: Path, assignment: str | None) -> bool:
    """Whether something in a folder looks like nbgrader's, which is worth a word where it is read in another way."""
    named = folder.resolve().name == _FOLDER or (folder / _FOLDER).is_dir()
    return named or any(not _strays(student) and _is_told(student, assignment) for student in _folders(folder))


def _is_course(folder: Path) -> bool:
    names = {path.name for path in _folders(folder)}
    return _FOLDER in names and names <= {_FOLDER, *_BESIDE} and not _loose(folder)


def _others(students: Path) -> list[Path]:
    """What cannot lie in a folder of students, or in a student's, where nbgrader made them."""
    return [*_loose(students), *(path for student in _folders(students) for path in _strays(student))]


def _loose(folder: Path) -> list[Path]:
    """Files that are somebody's hand-in by themselves."""
    return [path for path in _entries(folder) if is_hand_in(path.name) and path.name != _CONFIGURATION]


def _strays(student: Path) -> list[Path]:
    return [path for path in _entries(student) if path.is_symlink() or not path.is_dir()]


def _is_told(student: Path, assignment: str | None) -> bool:
    return any((path / TIMESTAMP).is_file() or _is_meant(path.name, assignment) for path in _folders(student))


def _is_meant(name: str, assignment: str | None) -> bool:
    return assignment is not None and bare(name) == bare(assignment)


def hand_ins(students: Path, assignment: str | None) -> list[HandIn]:
    """A hand-in per student who handed in the assignment; the others are passed over.

    Raises:
        UsageError: there are several assignments, and none of them is meant.
    """
    names = sorted({path.name for student in _folders(students) for path in _folders(student)}, key=natural_key)
    meant = [name for name in names if _is_meant(name, assignment)]
    if not meant and len(names) > 1:
        raise UsageError(f"{students}: holds the assignments {', '.join(names)}, and none is called {assignment!r}")
    own = (
        (student, [student / name for name in meant or names if (student / name).is_dir()])
        for student in _folders(students)
    )
    return [_chosen(student, folders) for student, folders in own if folders]


def _chosen(student: Path, folders: list[Path]) -> HandIn:
    if len(folders) == 1:
        return _hand_in(student, folders[0])
    spelt = ", ".join(printable(folder.name) for folder in folders)
    return HandIn(printable(student.name), student, problem=f"several of its folders may be the assignment: {spelt}")


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
    return [path for path in _entries(folder) if path.is_dir() and not path.is_symlink()]


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not is_litter((path.name,)))
