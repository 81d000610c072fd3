"""`grades.csv`: readable by anything, a formula to nothing."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import PartStatus, SubmissionStatus
from grader.report.csv import cell, grades_csv


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_row_a_student_and_a_column_a_sub_question(make: Any) -> None:
    first = make.result(make.question(id="1", score=3.0), make.question(id="2a", score=2.5), student="ada", score=5.5)
    second = make.result(make.question(id="1", score=0.0), make.question(id="2a", score=4.0), student="bob", score=4.0)
    assert grades_csv([first, second]) == "id,score,1,2a,status\nada,5.5,3,2.5,graded\nbob,4,0,4,graded\n"


def test_no_results_leave_the_header() -> None:
    assert grades_csv([]) == "id,score,status\n"


def test_what_was_not_judged_is_an_empty_cell(make: Any) -> None:
    results = [
        make.result(make.question(id="1", status=PartStatus.UNGRADED, score=0.0), make.question(id="2"), score=2.0),
        make.empty("unlucky", SubmissionStatus.UNGRADED),
        make.empty("damaged", SubmissionStatus.UNREADABLE),
        make.empty("absent", SubmissionStatus.MISSING),
    ]
    assert rows(grades_csv(results))[1:] == [
        ["jdoe", "2", "", "2", "graded"],
        ["unlucky", "", "", "", "ungraded"],
        ["damaged", "", "", "", "unreadable"],
        ["absent", "", "", "", "missing"],
    ]


@pytest.mark.parametrize("status", [SubmissionStatus.UNREADABLE, SubmissionStatus.MISSING])
def test_the_questions_of_nothing_have_no_0(make: Any, status: SubmissionStatus) -> None:
    listed = make.result(make.question(id="1", score=0.0, status=PartStatus.MISSING), status=status, score=0.0)
    assert rows(grades_csv([listed]))[1] == ["jdoe", "", "", status.value]


def test_what_waits_for_a_person_is_empty_until_something_is_earned(make: Any) -> None:
    waits = make.part(pending=2.0, score=0.0, status=PartStatus.PENDING)
    results = [make.result(make.question(waits, id="1", score=score), score=score) for score in (0.0, 1.5)]
    assert [row[2] for row in rows(grades_csv(results))[1:]] == ["", "1.5"]


def test_columns_follow_the_sheet_even_if_the_first_student_has_only_some(make: Any) -> None:
    some = make.result(make.question(id="1"), make.question(id="3"))
    every = make.result(*(make.question(id=name) for name in ("1", "2", "3")))
    assert rows(grades_csv([some, every]))[0] == ["id", "score", "1", "2", "3", "status"]
    assert rows(grades_csv([some, every]))[1][3] == ""


def test_negative_numbers_stay_numbers(make: Any) -> None:
    row = rows(grades_csv([make.result(make.question(id="1", score=-1.5), score=-1.5)]))[1]
    assert [float(value) for value in row[1:3]] == [-1.5, -1.5]


def test_rounding_noise_is_not_shown(make: Any) -> None:
    row = rows(grades_csv([make.result(make.question(id="1", score=0.1 + 0.2), score=-0.0)]))[1]
    assert row[1:3] == ["0", "0.3"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"])
def test_formulas_get_an_apostrophe(make: Any, text: str) -> None:
    assert cell(text) == "'" + text
    table = rows(grades_csv([make.result(make.question(id=text), student=text)]))
    assert table[0][2] == "'" + text
    assert table[1][0] == "'" + text


@pytest.mark.parametrize("text", ["jdoe", "a=b", "1-2", "jane@uni.example", " x", "", "O'Neil", "Łovelace, Ada"])
def test_other_text_is_left_alone(text: str) -> None:
    assert cell(text) == text


def test_hostile_ids_stay_in_their_cell(make: Any, hostile: str) -> None:
    table = rows(grades_csv([make.result(make.question(id="1"), student=hostile)]))
    assert [len(row) for row in table] == [4, 4]
    assert table[1][0].lstrip("'") == hostile.replace("\ud800", "\N{REPLACEMENT CHARACTER}")


@given(ids=st.lists(st.text(st.characters(codec="utf-8")), max_size=6), numbers=st.floats(-1e6, 1e6))
def test_round_trip(make: Any, ids: list[str], numbers: float) -> None:
    results = [make.result(make.question(id="1", score=numbers), student=name, score=numbers) for name in ids]
    table = rows(grades_csv(results))[1:]
    assert [row[0] for row in table] == [cell(name) for name in ids]
    assert all(cell(name).endswith(name) for name in ids)
    assert all(float(row[1]) == pytest.approx(numbers, rel=1e-9, abs=1e-300) for row in table)
