"""One column of the instructor's own export."""

from __future__ import annotations

import csv
import io

import pytest

from grader.errors import UsageError
from grader.export.canvas import fill
from grader.export.spreadsheet import read

from .conftest import CANVAS


@pytest.fixture
def sheet(put):
    return read(put("grades.csv", CANVAS))


def rows(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_one_column_is_filled_and_the_rest_stays_byte_for_byte(sheet, make):
    results = [make["result"](name, score=score) for name, score in (("jdoe", 71.5), ("s002", 8.0), ("348", 3.0))]
    filling = fill(sheet, results, ["Deep learning, seminar 2", "seminar2"])
    expected = CANVAS.replace(b"9.50,,81.2", b"9.50,71.5,81.2").replace(b'Mon,,"",', b'Mon,,"8",')
    assert filling.data == expected.replace(b"a1b2,Mon,,,", b"a1b2,Mon,,3,")
    assert filling.booked == 3
    assert filling.unmatched == ()
    assert filling.notes == ()


@pytest.mark.parametrize("student", ["jdoe", "JDOE", "345", "s001", "Doe, Jane", "Jane Doe", "doejane", "doejane_345"])
def test_how_a_row_may_be_called(sheet, make, student):
    filling = fill(sheet, [make["result"](student, score=5.0)], ["seminar2"])
    assert rows(filling.data)[3][6] == "5"


def test_the_part_before_the_at_is_tried(sheet, make):
    assert rows(fill(sheet, [make["result"]("lnowak", score=5.0)], ["seminar2"]).data)[4][6] == "5"


@pytest.mark.parametrize("column", ["Seminar 2", "Seminar 2 (78)", "78", "seminar 2"])
def test_the_column_by_name(sheet, make, column):
    filling = fill(sheet, [make["result"]()], ["something else"], column)
    assert rows(filling.data)[3][6] == "4"


@pytest.mark.parametrize(
    ("titles", "column", "words"),
    [
        (["exam"], None, r"which column is it\? name it with --column \(there are: 'Homework 1 \(77\)', 'Seminar 2"),
        (["exam"], "Seminar 3", "no assignment's column is called 'Seminar 3'; did you mean 'Seminar 2'"),
        (["exam"], "Final Score", "no assignment's column is called 'Final Score'"),
        (["exam"], "Section", "no assignment's column"),
    ],
)
def test_a_column_that_is_not_to_be_found(sheet, make, titles, column, words):
    with pytest.raises(UsageError, match=words):
        fill(sheet, [make["result"]()], titles, column)


def test_two_columns_of_one_name(put, make):
    sheet = read(put("g.csv", b"Student,ID,Seminar 2 (1),Seminar 2 (2)\nA,jdoe,,\n"))
    with pytest.raises(UsageError, match="fits several columns, give the number too"):
        fill(sheet, [make["result"]()], [], "Seminar 2")
    assert fill(sheet, [make["result"]()], [], "2").data.endswith(b"A,jdoe,,4\n")


def test_what_canvas_computes_is_refused(put, make):
    sheet = read(put("g.csv", b"Student,ID,Total (9)\n    Points Possible,,(read only)\nA,jdoe,\n"))
    with pytest.raises(UsageError, match="Canvas computes"):
        fill(sheet, [make["result"]()], ["total"])


def test_another_maximum_is_said(sheet, make):
    filling = fill(sheet, [make["result"](max_score=60.0)], ["seminar2"])
    assert filling.notes == ("grades.csv counts to 100 points, these marks to 60: they go in as they are",)


def test_no_export_of_canvas(put, make):
    with pytest.raises(UsageError, match="no column 'Student'"):
        fill(read(put("g.csv", b"Name,ID\nA,1\n")), [make["result"]()], ["x"])


def test_the_nearest_name_is_told(sheet, make):
    filling = fill(sheet, [make["result"]("jdoe"), make["result"]("lnowack@uni.edu")], ["seminar2"])
    assert [str(one) for one in filling.unmatched] == [
        "lnowack@uni.edu: no row is called so; the nearest is 'lnowak@uni.edu'"
    ]
