"""From the files of a hand-in to a `Submission`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.records import Cell, CellKind, Submission
from grader.submission.answers import has_marker
from grader.submission.archive import unzip
from grader.submission.bundle import Bounds, Bundle
from grader.submission.choice import Choice, choose
from grader.submission.document import Document
from grader.submission.names import is_archive, is_module, is_notebook, is_prose, natural_key
from grader.submission.notebook import looks_like_notebook
from grader.submission.text import decode

_SHOWN = 5
_LONGEST_PROSE = 10_000_000  # bytes


def submission(bundle: Bundle, student: str, assignment: str | None, bounds: Bounds) -> Submission:
    """Reads a hand-in; whatever makes it unreadable becomes the submission's `problem`, never an exception.

    A zip is unpacked where it is all there is to run (a zip inside it is only data). Notebook first, then
    every `.md` file as one markdown cell; all other files but notebooks go `beside`.
    """
    opened = _unpacked(bundle, bounds)
    if opened.problem is not None:
        return _unreadable(opened, student, opened.problem)
    choice = choose(opened.contents, assignment)
    prose, notes = _prose(opened.contents)
    if choice is None and any(has_marker(cell.source) for cell in prose):
        note = "it holds neither a notebook nor a module: only derivations and texts were read"
        choice = Choice(Document(notes=(note,)))
    if choice is None:
        return _unreadable(opened, student, _nothing(opened))
    if choice.document.problem is not None:
        return _unreadable(opened, student, choice.document.problem, choice.document.notes)
    beside, displaced = _beside(opened.contents, choice)
    return Submission(
        student=student,
        files=opened.files,
        sha256=opened.sha256(),
        cells=(*choice.document.cells, *prose),
        beside=beside,
        assignment=choice.document.assignment,
        notes=(*opened.notes, *choice.document.notes, *notes, *displaced),
    )


def _unreadable(bundle: Bundle, student: str, problem: str, notes: tuple[str, ...] = ()) -> Submission:
    return Submission(
        student=student,
        files=bundle.files,
        sha256=bundle.sha256(),
        notes=(*bundle.notes, *notes),
        problem=problem,
    )


def _unpacked(bundle: Bundle, bounds: Bounds) -> Bundle:
    """The bundle itself, or with its zip replaced by what that holds."""
    archives = sorted(filter(is_archive, bundle.contents), key=natural_key)
    if bundle.problem or not archives or any(map(_runs, bundle.contents.items())):
        return bundle
    main = archives[-1]
    inner = unzip(bundle.contents[main], main, bounds)
    if inner.problem is not None:
        return Bundle(bundle.contents, bundle.unread, bundle.notes, inner.problem)
    outer = {name: data for name, data in bundle.contents.items() if name != main and name not in inner.contents}
    notes = bundle.notes
    if len(archives) > 1:
        notes += (f"of {len(archives)} zip files {main} was taken; not used: {', '.join(archives[:-1])}",)
    return Bundle({**outer, **inner.contents}, notes=notes)


def _runs(member: tuple[str, bytes]) -> bool:
    return is_notebook(member[0]) or is_module(member[0])


def _prose(contents: Mapping[str, bytes]) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    names = sorted(filter(is_prose, contents), key=natural_key)
    texts = [(name, decode(contents[name], name)) for name in names if len(contents[name]) <= _LONGEST_PROSE]
    cells = tuple(Cell(CellKind.MARKDOWN, text.text, name) for name, text in texts if text.text.strip())
    passed = (f"{name} is too large to be read as text" for name in names if len(contents[name]) > _LONGEST_PROSE)
    return cells, (*(text.note for _, text in texts if text.note), *passed)


def _nothing(bundle: Bundle) -> str:
    """Why there is nothing to run."""
    if not bundle.contents:
        return "it holds no files"
    names = sorted(bundle.contents, key=natural_key)
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    return f"it holds no notebook (.ipynb) and no module (.py), only {shown}"


def _beside(contents: Mapping[str, bytes], choice: Choice) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files that lie beside the main one, by path from its folder; files elsewhere keep theirs from the top."""
    prefix = f"{choice.folder}/" if choice.folder else ""
    beside = {name.removeprefix(prefix): data for name, data in _others(contents, choice) if name.startswith(prefix)}
    notes = []
    for name, data in _others(contents, choice):
        if name.startswith(prefix):
            continue
        if _is_free(name, beside):
            beside[name] = data
        else:
            notes.append(f"{name} was left out: it would hide a file beside {choice.names[0]}")
    return beside, tuple(notes)


def _others(contents: Mapping[str, bytes], choice: Choice) -> Iterator[tuple[str, bytes]]:
    for name, data in contents.items():
        if not is_notebook(name) and not (name in choice.names and looks_like_notebook(data)):
            yield name, data


def _is_free(name: str, taken: Mapping[str, bytes]) -> bool:
    """Whether the path neither is nor contains nor lies in one already taken."""
    return not any(other == name or other.startswith(f"{name}/") or name.startswith(f"{other}/") for other in taken)
