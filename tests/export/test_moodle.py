"""Moodle's worksheet: grades by e-mail or number, and no feedback that would erase one."""

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.export.moodle import fill
from grader.export.spreadsheet import read

from .conftest import MOODLE


@pytest.fixture
def sheet(put):
    return read(put("grades.csv", MOODLE))


def test_grades_and_feedback_and_the_rest_byte_for_byte(sheet, make):
    filling = fill(sheet, [make["result"]("jdoe@uni.edu", score=71.5)])
    lines = MOODLE.splitlines(keepends=True)
    # The language writes a comma; the one row with feedback but no grade is left out.
    lines[1] = lines[1].replace(b'grading",,', b'grading","71,5",').replace(b'November",\n', b'November",1: 4 of 8\n')
    assert filling.data == b"".join(lines[:2] + lines[3:])
    assert filling.booked == 1
    assert filling.notes == ("1 rows with feedback but no grade are left out: importing them would erase grades",)


def test_feedback_that_is_there_stays(sheet, make):
    filling = fill(sheet, [make["result"]("lnowak@uni.edu", score=50.0)])
    assert b'"\xc5\x81ukasz Nowak",lnowak@uni.edu,,50,"100,00",Yes,-,"Come and see me"\n' in filling.data
    assert filling.notes == ()


@pytest.mark.parametrize("student", ["JDOE@uni.edu", "Jane Doe", "Jane Doe_11"])
def test_how_a_row_may_be_called(sheet, make, student):
    assert fill(sheet, [make["result"](student)]).booked == 1


def test_by_id_number(put, make):
    sheet = read(put("g.csv", b"ID number;Grade;Maximum Grade;Feedback comments\n77;;100.00;\n78;;100.00;\n"))
    filling = fill(sheet, [make["result"]("78", score=12.25)])
    assert filling.data == b"ID number;Grade;Maximum Grade;Feedback comments\n77;;100.00;\n78;12.25;100.00;1: 4 of 8\n"


def test_a_grade_that_cannot_be_changed_stays(sheet, make):
    filling = fill(sheet, [make["result"]("apoe@uni.edu", score=99.0)])
    assert filling.booked == 0
    assert b"apoe@uni.edu,,20," in filling.data
    assert "cannot be changed, they stay: apoe@uni.edu" in filling.notes[0]


def test_there_is_never_feedback_without_a_grade(sheet, make, tmp_path):
    every = [make["result"](f"{name}@uni.edu") for name in ("jdoe", "lnowak", "rroe", "apoe")]
    for results in (every[:1], every[1:2], every[2:], every):
        path = tmp_path / "filled.csv"
        path.write_bytes(fill(sheet, results).data)
        again = read(path)
        grade, feedback = again.column("Grade"), again.column("Feedback comments")
        assert all(row.value(grade) for row in again.rows if row.value(feedback))


@pytest.mark.parametrize(
    ("data", "column", "words"),
    [
        (b"Name,Mark\nA,1\n", None, r"no column 'Grade' \(--column names it; there are: 'Name', 'Mark'\)"),
        (b"Name,Grade\nA,1\n", None, "neither 'Email address' nor 'ID number'"),
        (b"Email address,Grade\njdoe,\n", "Note", "no column 'Note'"),
        (b"Email address,Grade\nother@x.y,\n", None, "none of the 1 students"),
    ],
)
def test_what_is_no_worksheet_is_refused(put, make, data, column, words):
    with pytest.raises(UsageError, match=words):
        fill(read(put("g.csv", data)), [make["result"]()], column)


def test_another_language_names_its_column(put, make):
    sheet = read(put("g.csv", b"Email,Note (Punkte)\njdoe,\n"))
    assert fill(sheet, [make["result"]()], "Note (Punkte)").data == b"Email,Note (Punkte)\njdoe,4\n"
