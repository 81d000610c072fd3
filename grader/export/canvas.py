"""Canvas: the gradebook as Canvas exported it, with one column filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.course.faults import nearest
from grader.errors import UsageError
from grader.export.filling import Filling, other_maximum
from grader.export.marks import number
from grader.export.matching import Names, match_all
from grader.export.spreadsheet import Row, Spreadsheet, filled
from grader.records import Result
from grader.report.cohort import NOBODY
from grader.submission.names import bare

_ASSIGNMENT = re.compile(r"(?P<name>.*\S)\s*\((?P<id>[0-9]+)\)", re.DOTALL)
_POINTS_POSSIBLE = "points possible"
_READ_ONLY = "(read only)"


def fill(
    sheet: Spreadsheet,
    results: Sequence[Result],
    titles: Sequence[str],
    column: str | None = None,
    called: Mapping[str, str] = NOBODY,
) -> Filling:
    """The gradebook with these scores in the assignment's column; every other byte is as it was.

    Args:
        sheet: Canvas's own export: Student, ID, SIS Login ID, …, `Name (12345)` for each assignment.
        results: the marks to be booked.
        titles: what the assignment may be called there.
        column: the column's title, with or without its number, where `titles` do not find it.
        called: students' names by id, to hint at rows that no id finds.

    Raises:
        UsageError: it is no export of Canvas, the column is not to be found or read-only, nobody has a row.
    """
    for title in ("Student", "ID"):
        if sheet.column(title) is None:
            raise UsageError(f"{sheet.path}: no column {title!r}: start from the CSV that Canvas's gradebook exports")
    target = _target(sheet, titles, column)
    possible = next((row.value(target) for row in sheet.rows if _counts(sheet, row)), "")
    if possible.casefold() == _READ_ONLY:
        raise UsageError(f"{sheet.path}: Canvas computes the column {sheet.titles()[target]!r} itself: name another")
    matching = match_all(results, list(_names(sheet, target)), sheet, called)
    scores = {result.student: number(result.score) for result in results}
    data = filled(sheet, {(row, target): scores[student] for student, row in matching.rows.items()})
    return Filling(data, len(matching.rows), matching.unmatched, other_maximum(sheet, possible, results))


def _target(sheet: Spreadsheet, titles: Sequence[str], column: str | None) -> int:
    columns = {index: match for index, title in enumerate(sheet.titles()) if (match := _ASSIGNMENT.fullmatch(title))}
    names = {index: match["name"] for index, match in columns.items()}
    wanted = {bare(title) for title in ([column] if column is not None else titles)}
    found = [index for index in names if {bare(names[index]), bare(columns[index][0]), columns[index]["id"]} & wanted]
    if len(found) == 1:
        return found[0]
    there = ", ".join(repr(columns[index][0]) for index in found or columns) or "none"
    if column is None:
        raise UsageError(f"{sheet.path}: which column is it? name it with --column (there are: {there})")
    if found:
        raise UsageError(f"{sheet.path}: {column!r} fits several columns, give the number too: {there}")
    near = nearest(column, names.values())
    hint = f"did you mean {near!r}?" if near else f"there are: {there}"
    raise UsageError(f"{sheet.path}: no assignment's column is called {column!r}; {hint}")


def _counts(sheet: Spreadsheet, row: Row) -> bool:
    """Whether this is the row that says how many points there are."""
    return row.value(sheet.column("Student")).casefold().startswith(_POINTS_POSSIBLE)


def _names(sheet: Spreadsheet, target: int) -> Iterator[Names]:
    """Rows without a number are no students: points possible, how marks are posted."""
    own = sheet.column("ID")
    ids = [sheet.column(title) for title in ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Email")]
    for index, row in enumerate(sheet.rows):
        if row.value(own) and len(row.cells) > target:
            values = [row.value(column) for column in ids]
            name = row.value(sheet.column("Student"))
            local = [value.partition("@")[0] for value in values if "@" in value]
            yield Names(index, tuple(values), (*local, *_spellings(name, row.value(own))))


def _spellings(name: str, number: str) -> list[str]:
    """`Doe, Jane`: so, as `Jane Doe`, and as Canvas begins the names of files, `doejane` or `doejane_345`."""
    last, _, first = (part.strip() for part in name.partition(","))
    squeezed = bare(name)
    return [name, f"{first} {last}".strip(), squeezed, f"{squeezed}_{number}"]
