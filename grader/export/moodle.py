"""Moodle: the offline grading worksheet of an assignment, with grades and a line of feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.errors import UsageError
from grader.export.filling import Filling, number_in, other_maximum
from grader.export.marks import number
from grader.export.matching import Names, match_all
from grader.export.spreadsheet import Row, Spreadsheet, filled
from grader.records import Result
from grader.report.cohort import NOBODY
from grader.report.values import points

# As Moodle titles them in English and German; other languages are named with --column.
_EMAIL = ("Email address", "Email", "E-Mail-Adresse")
_ID_NUMBER = ("ID number", "ID-Nummer")
_IDENTIFIER = ("Identifier", "ID", "Teilnehmer/in")
_NAME = ("Full name", "Vollständiger Name")
_GRADE = ("Grade", "Bewertung")
_MAXIMUM = ("Maximum Grade", "Bestwertung", "Maximale Bewertung")
_FEEDBACK = ("Feedback comments", "Feedback als Kommentar")
_LOCKED = ("Grade can be changed", "Bewertung kann geändert werden")
_NO = ("no", "nein")


def fill(
    sheet: Spreadsheet, results: Sequence[Result], column: str | None = None, called: Mapping[str, str] = NOBODY
) -> Filling:
    """The worksheet with these scores in the column of grades; every other byte is as it was.

    Feedback goes only where a grade goes, and only into empty cells. A row that would hold feedback without a
    grade is left out: on import it would erase the grade that Moodle has.

    Args:
        sheet: Moodle's own worksheet: Identifier, Email address or ID number, …, Grade, Maximum Grade.
        results: the marks to be booked.
        column: the title of the column of grades, where it is none of Moodle's usual ones.
        called: students' names by id, to hint at rows that no id finds.

    Raises:
        UsageError: it is no worksheet of Moodle, the column is not there, nobody has a row.
    """
    grade = sheet.column(*([column] if column is not None else _GRADE))
    if grade is None:
        titles = ", ".join(map(repr, sheet.titles()))
        raise UsageError(f"{sheet.path}: no column {column or _GRADE[0]!r} (--column names it; there are: {titles})")
    if sheet.column(*_EMAIL, *_ID_NUMBER) is None:
        raise UsageError(
            f"{sheet.path}: neither {_EMAIL[0]!r} nor {_ID_NUMBER[0]!r}: download Moodle's worksheet again"
        )
    matching = match_all(results, list(_names(sheet, grade)), sheet, called)
    by_student = {result.student: result for result in results}
    values: dict[tuple[int, int], str] = {}
    locked = []
    for student, index in matching.rows.items():
        if sheet.rows[index].value(sheet.column(*_LOCKED)).casefold() in _NO:
            locked.append(student)
        else:
            values |= _entries(sheet, index, grade, by_student[student])
    booked = {row for row, column in values if column == grade}
    erasing = [index for index, row in enumerate(sheet.rows) if index not in booked and _erases(sheet, row, grade)]
    maximum = next((said for row in sheet.rows if (said := row.value(sheet.column(*_MAXIMUM)))), "")
    notes = (*_notes(sheet, locked, len(erasing)), *other_maximum(sheet, maximum, results))
    return Filling(filled(sheet, values, erasing), len(booked), matching.unmatched, notes)


def _entries(sheet: Spreadsheet, index: int, grade: int, result: Result) -> dict[tuple[int, int], str]:
    row = sheet.rows[index]
    # Moodle reads numbers in the instructor's language: the maximum shows which sign that has.
    comma = "," in row.value(sheet.column(*_MAXIMUM))
    score = number(result.score)
    values = {(index, grade): score.replace(".", ",") if comma else score}
    feedback = sheet.column(*_FEEDBACK)
    if feedback is not None and feedback < len(row.cells) and not row.value(feedback):
        values[index, feedback] = _summary(result)
    return values


def _summary(result: Result) -> str:
    """No words of students are in it: Moodle takes feedback for HTML."""
    return "; ".join(f"{one.id}: {points(one.score)} of {points(one.max_score)}" for one in result.questions)


def _erases(sheet: Spreadsheet, row: Row, grade: int) -> bool:
    return bool(row.value(sheet.column(*_FEEDBACK))) and number_in(row.value(grade)) is None


def _notes(sheet: Spreadsheet, locked: Sequence[str], left_out: int) -> Iterator[str]:
    if locked:
        yield f"{sheet.path.name} says that these grades cannot be changed, they stay: {', '.join(locked)}"
    if left_out:
        yield f"{left_out} rows with feedback but no grade are left out: importing them would erase grades"


def _names(sheet: Spreadsheet, grade: int) -> Iterator[Names]:
    ids = [sheet.column(*_EMAIL), sheet.column(*_ID_NUMBER)]
    for index, row in enumerate(sheet.rows):
        if len(row.cells) > grade:
            number = row.value(sheet.column(*_IDENTIFIER)).rpartition(" ")[2]
            name = row.value(sheet.column(*_NAME))
            yield Names(index, tuple(map(row.value, ids)), (name, f"{name}_{number}"))
