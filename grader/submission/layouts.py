"""The ways in: every submission under some paths, or one of them.

The entries of a folder of submissions decide its layout, never what one student put into a hand-in: Gradescope's by
the metadata at its top, nbgrader's and Moodle's where every folder in it has their shape or name, else one folder per
student; files by Canvas's and Moodle's names, or by their stems. What is read as nobody's is named in a warning.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from grader.errors import UsageError
from grader.records import Submission
from grader.submission import bundle, canvas, gradescope, moodle, nbgrader
from grader.submission.bundle import Bounds, Bundle, is_litter
from grader.submission.handin import HandIn
from grader.submission.moments import read_times
from grader.submission.names import folded, is_archive, is_hand_in, is_notebook, printable, stem
from grader.submission.reading import submission

__all__ = ["Attempts", "Located", "TreatAs", "locate", "open_hand_in", "read", "read_in_place", "read_times"]

TreatAs = Literal["auto", "submission", "class"]
Attempts = Literal["last", "first", "all"]

_STANDARD = Bounds()
# One student's thousand files must not hide the notebooks of the others.
_EVERYTHING = Bounds(files=sys.maxsize - 1)
# Handed in by mistake for a notebook: reported, where the student sent nothing else.
_MISTAKEN = (".7z", ".doc", ".docx", ".gz", ".htm", ".html", ".odt", ".pdf", ".rar", ".rtf", ".tar", ".tgz")
_NEVER_STUDENTS = ("__init__.py", "conftest.py")


@dataclass(frozen=True, slots=True)
class Located:
    """Hand-ins, and a sentence on each folder of which something is read as nobody's, or otherwise than it may seem."""

    hand_ins: tuple[HandIn, ...]
    warnings: tuple[str, ...] = ()


def locate(
    paths: Sequence[Path],
    *,
    treat_as: TreatAs = "auto",
    assignment: str | None = None,
    times: Mapping[str, datetime] | None = None,
    attempts: Attempts = "last",
) -> Located:
    """Where every submission under the paths lies, sorted by student and attempt; nothing is read yet.

    Args:
        paths: files, folders that are one submission, or folders of submissions. A folder is one submission
            if it holds exactly one notebook, at its top, with other files (but no zip) beside it; else a
            class. A folder in a class is one submission.
        treat_as: settles what a folder is, instead of that rule.
        assignment: which of nbgrader's folders is meant.
        times: aware times of submission by id; they go before those of the layout.
        attempts: which of several attempts of one student in one layout.

    Raises:
        UsageError: a path does not exist, nothing was found, or two submissions have one id (case aside).
    """
    folders = [_of_folder(path, treat_as, assignment) for path in paths if path.is_dir()]
    layouts = [_flat(paths), *(folder.hand_ins for folder in folders)]
    found = [hand_in for layout in layouts for hand_in in _selected(layout, attempts)]
    once = _distinct(found)
    _refuse_clashes(layouts, once)
    if not once:
        raise UsageError(
            f"no submission under {', '.join(map(str, paths)) or 'no path'}: looked for .ipynb, .py and .zip "
            "files, folders of these, and the layouts of Canvas, Moodle, Gradescope and nbgrader"
        )
    warnings = dict.fromkeys(warning for folder in folders for warning in folder.warnings)
    return Located(tuple(sorted((_timed(hand_in, times or {}) for hand_in in once), key=_order)), tuple(warnings))


def open_hand_in(hand_in: HandIn, *, assignment: str | None = None, bounds: Bounds = _STANDARD) -> Submission:
    """Reads one hand-in. `assignment` helps to choose among several notebooks. Never raises on what was handed in."""
    read_one = submission(_bundle(hand_in, bounds), hand_in.student, assignment, bounds)
    return replace(
        read_one,
        notes=(*hand_in.notes, *read_one.notes),
        submitted_at=hand_in.submitted_at,
        marked_late=hand_in.marked_late,
        attempt=hand_in.attempt,
    )


def read(
    path: Path, student: str | None = None, *, assignment: str | None = None, bounds: Bounds = _STANDARD
) -> Submission:
    """One notebook, module, folder or zip; the student is by default the file's stem or the folder's name.

    Raises:
        UsageError: the path does not exist.
    """
    _require(path)
    hand_in = HandIn(student if student is not None else _own_name(path), path)
    return open_hand_in(hand_in, assignment=assignment, bounds=bounds)


def read_in_place(path: Path, student: str | None = None, *, bounds: Bounds = _STANDARD) -> Submission:
    """A notebook or module with the modules and data of its folder beside it, as its author runs it.

    The folder may be full of other things: if it exceeds the bounds the file is read alone, with a note.

    Raises:
        UsageError: the path does not exist.
    """
    alone = read(path, student, bounds=bounds)
    if alone.problem is not None or path.is_dir() or is_archive(path.name):
        return alone
    around = bundle.of_folder(path.parent, bounds)
    if around.problem is not None:
        return replace(alone, notes=(*alone.notes, f"read without the files beside it: {around.problem}"))
    beside = {name: data for name, data in around.contents.items() if not is_notebook(name)}
    return replace(alone, beside=beside)


def _require(path: Path) -> None:
    if not path.exists():
        raise UsageError(f"{path} does not exist")


def _own_name(path: Path) -> str:
    name = path.resolve().name
    return printable(name if path.is_dir() else stem(name)) or "submission"


def _bundle(hand_in: HandIn, bounds: Bounds) -> Bundle:
    if hand_in.problem is not None:
        return Bundle(problem=hand_in.problem)
    if hand_in.members:
        return bundle.gather(hand_in.members, bounds)
    if hand_in.path.is_dir():
        return bundle.of_folder(hand_in.path, bounds)
    return bundle.of_file(hand_in.path, bounds)


def _flat(paths: Sequence[Path]) -> list[HandIn]:
    """Files given one by one (perhaps by the shell's `*`) are one layout."""
    for path in paths:
        _require(path)
    return _of_files([path for path in paths if not path.is_dir()])


def _of_folder(folder: Path, treat_as: TreatAs, assignment: str | None) -> Located:
    try:
        if treat_as == "submission":
            return Located((HandIn(_own_name(folder), folder),))
        export = gradescope.export_in(folder)
        if export is not None:
            return _accounted(export, gradescope.hand_ins(export), read=(gradescope.METADATA,))
        # The names of Moodle's folders are Moodle's, what is in them is the students'.
        students = None if _is_all_moodle(_folders(folder)) else nbgrader.students_in(folder, assignment)
        if students is not None:
            return _accounted(students, nbgrader.hand_ins(students, assignment))
        if treat_as == "auto" and _is_submission(folder):
            return Located((HandIn(_own_name(folder), folder),))
        found = _accounted(folder, _of_class(folder))
        return replace(found, warnings=(*_resembling(folder, assignment), *found.warnings))
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read ({error})") from error


def _accounted(folder: Path, found: Sequence[HandIn], read: Sequence[str] = ()) -> Located:
    """The hand-ins of a folder, with a warning that names every entry that is in none of them."""
    paths = [path for hand_in in found for path in (hand_in.path, *(path for _, path in hand_in.members))]
    used = {path.relative_to(folder).parts[0] for path in paths}
    left = [printable(path.name) for path in _entries(folder) if path.name not in used and path.name not in read]
    return Located(tuple(found), (f"{folder}: read as nobody's submission: {', '.join(left)}",) if left else ())


def _resembling(folder: Path, assignment: str | None) -> Iterator[str]:
    """Which layout one may take a class of one folder per student for."""
    folders = _folders(folder)
    named = [path.name for path in folders if moodle.is_moodle(path.name)]
    if named and not _is_all_moodle(folders):
        others = ", ".join(printable(path.name) for path in folders if path.name not in named)
        yield f"{folder}: read as one folder per student, as not all folders have Moodle's names: {others}"
    if gradescope.resembles(folder):
        yield (
            f"{folder}: read as one folder per student; if the folder in it is Gradescope's export, give that folder, "
            f"as {gradescope.METADATA} in a student's own is not believed"
        )
    if nbgrader.resembles(folder, assignment):
        yield f"{folder}: read as one folder per student, as not all of it has nbgrader's form <student>/<assignment>/"


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not is_litter((path.name,)))


def _folders(folder: Path) -> list[Path]:
    return [path for path in _entries(folder) if path.is_dir() and not path.is_symlink()]


def _is_all_moodle(folders: Sequence[Path]) -> bool:
    return bool(folders) and all(moodle.is_moodle(path.name) for path in folders)


def _is_submission(folder: Path) -> bool:
    """One notebook, at the top, with something beside it; names of Canvas and Moodle mean a class."""
    names = [name for name, _ in bundle.walk(folder, _EVERYTHING).members]
    top = [name for name in names if "/" not in name]
    if any(is_archive(name) or canvas.is_canvas(name) or moodle.is_moodle(name) for name in top):
        return False
    notebooks = [name for name in names if is_notebook(name)]
    return len(notebooks) == 1 and notebooks[0] in top and len(names) > 1


def _of_class(folder: Path) -> list[HandIn]:
    folders = _folders(folder)
    links = [path for path in _entries(folder) if path.is_symlink()]
    files = [path for path in _entries(folder) if path.is_file() and path not in links]
    if _is_all_moodle(folders):
        own = _of_files([*files, *folders])
    else:
        own = [*_of_files(files), *(HandIn(_own_name(path), path) for path in folders)]
    return [*own, *(_unfollowed(path) for path in links if is_hand_in(path.name) or path.is_dir())]


def _unfollowed(link: Path) -> HandIn:
    student = printable(stem(link.name) if is_hand_in(link.name) else link.name)
    return HandIn(student, link, problem=f"{printable(link.name)} is a symbolic link, which is not followed")


def _of_files(paths: Sequence[Path]) -> list[HandIn]:
    others = [path for path in paths if not moodle.is_moodle(path.name)]
    own = [path for path in others if not canvas.is_canvas(path.name)]
    return [*moodle.hand_ins(paths), *canvas.hand_ins(others), *_by_stem(own)]


def _by_stem(paths: Sequence[Path]) -> list[HandIn]:
    usable = [path for path in paths if is_hand_in(path.name) and path.name not in _NEVER_STUDENTS]
    sent = {folded(_own_name(path)) for path in usable}
    mistaken = [
        path for path in paths if path.name.casefold().endswith(_MISTAKEN) and folded(_own_name(path)) not in sent
    ]
    return [HandIn(_own_name(path), path) for path in (*usable, *mistaken)]


def _selected(layout: Sequence[HandIn], attempts: Attempts) -> list[HandIn]:
    """The attempts asked for; hand-ins that are no attempts all stay."""
    kept = [hand_in for hand_in in layout if hand_in.attempt is None]
    tried: dict[str, list[HandIn]] = {}
    for hand_in in layout:
        if hand_in.attempt is not None:
            tried.setdefault(folded(hand_in.student), []).append(hand_in)
    for own in tried.values():
        ordered = sorted(own, key=lambda hand_in: hand_in.attempt or 0)
        kept += ordered if attempts == "all" else [ordered[0 if attempts == "first" else -1]]
    return kept


def _distinct(found: Iterable[HandIn]) -> list[HandIn]:
    """Without what was named twice on the command line."""
    return list({(hand_in.student, hand_in.path.resolve(), hand_in.attempt): hand_in for hand_in in found}.values())


def _refuse_clashes(layouts: Sequence[Sequence[HandIn]], found: Sequence[HandIn]) -> None:
    where: dict[str, list[HandIn]] = {}
    for hand_in in found:
        where.setdefault(folded(hand_in.student), []).append(hand_in)
    clashes = [own for own in where.values() if len(own) > 1 and not _are_attempts(own, layouts)]
    if clashes:
        listed = "; ".join(
            f"{own[0].student!r}: " + " and ".join(str(hand_in.path) for hand_in in own) for own in clashes
        )
        raise UsageError(
            f"two submissions with one id (case aside): {listed}. Rename one; if each folder given is one "
            "student's, use --as submission"
        )


def _are_attempts(own: Sequence[HandIn], layouts: Sequence[Sequence[HandIn]]) -> bool:
    return len({hand_in.attempt for hand_in in own} - {None}) == len(own) and any(
        all(hand_in in layout for hand_in in own) for layout in layouts
    )


def _timed(hand_in: HandIn, times: Mapping[str, datetime]) -> HandIn:
    when = times.get(hand_in.student, hand_in.submitted_at)
    return hand_in if when is None else replace(hand_in, submitted_at=when, marked_late=False)


def _order(hand_in: HandIn) -> tuple[str, int]:
    return hand_in.student, hand_in.attempt or 0
