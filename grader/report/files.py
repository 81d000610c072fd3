"""Writing what was rendered: whole files or none; what has not changed is left alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from grader.errors import GraderError, UsageError
from grader.records import Result
from grader.report.audience import Audience
from grader.report.cohort import NOBODY
from grader.report.csv import grades_csv
from grader.report.json import dumps
from grader.report.overview import class_page
from grader.report.student import student_page
from grader.submission.slug import slug

INDEX, GRADES, STORE = "index.html", "grades.csv", "grades.sqlite"
REPORTS, RESULTS = "reports", "results"
_OURS = (b'<meta name="generator" content="grader">', b'{\n "schema": ')
_BEGINNING = 1_000  # bytes in which a file says whether it is ours


def write_all(results: Sequence[Result], out: Path, *, title: str, names: Mapping[str, str] = NOBODY) -> Path:
    """Everything an instructor gets under `out`; returns the index page. `names` are people's, by id.

    The index and the grades come last, so that what they lead to is there. Reports of students that are no
    longer among the results are removed. Raises GraderError where two students would share a file.
    """
    ordered = sorted(results, key=lambda result: result.student)
    files = _files(ordered)
    _write_each(ordered, files, out, Audience.INSTRUCTOR, f"../{INDEX}", names)
    write(out / GRADES, grades_csv(ordered))
    links = {student: quote(f"{REPORTS}/{file}.html") for student, file in files.items()}
    write(out / INDEX, class_page(ordered, title, links, names))
    return out / INDEX


def write_for_students(results: Sequence[Result], directory: Path, names: Mapping[str, str] = NOBODY) -> None:
    """The redacted reports and results; no index, which would show everyone everyone's marks.

    Raises UsageError where `directory` holds the instructor's own set: it would be overwritten.
    """
    if any((directory / name).exists() for name in (STORE, GRADES, INDEX)):
        raise UsageError(f"{directory} holds the instructor's results: choose another folder for the students' reports")
    _write_each(results, _files(results), directory, Audience.STUDENT, None, names)


def write(path: Path, text: str) -> None:
    """Replaces `path` in one step; a file that already says `text` keeps its time of change."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """The same for what is no text, or not in UTF-8."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not tempfile: its files are private to the user, and these get the permissions of the user's choice.
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)  # noqa: PTH105 - the same call, named for what it guarantees
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path, keep: Collection[str], suffix: str, is_ours: Callable[[bytes], bool]) -> None:
    """Removes what was once written here and is no longer wanted, and nothing else: `is_ours` knows it by its bytes."""
    for path in folder.glob(f"*{suffix}"):
        if path.name not in keep and path.is_file() and is_ours(path.read_bytes()):
            path.unlink(missing_ok=True)


def _write_each(
    results: Iterable[Result],
    files: Mapping[str, str],
    folder: Path,
    audience: Audience,
    index: str | None,
    names: Mapping[str, str],
) -> None:
    for result in results:
        file = files[result.student]
        page = student_page(result, audience, index, names.get(result.student, ""))
        write(folder / REPORTS / f"{file}.html", page)
        write(folder / RESULTS / f"{file}.json", dumps(result, audience))
    sweep(folder / REPORTS, {f"{file}.html" for file in files.values()}, ".html", _is_ours)
    sweep(folder / RESULTS, {f"{file}.json" for file in files.values()}, ".json", _is_ours)


def _files(results: Iterable[Result]) -> dict[str, str]:
    """A file name a student."""
    files: dict[str, str] = {}
    owners: dict[str, str] = {}
    for result in results:
        file = slug(result.student)
        if file in owners:
            raise GraderError(f"{owners[file]!r} and {result.student!r} would share the report {file}.html")
        owners[file] = result.student
        files[result.student] = file
    return files


def _is_ours(data: bytes) -> bool:
    return any(mark in data[:_BEGINNING] for mark in _OURS)
