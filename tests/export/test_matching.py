"""Marks go into the right row or into none."""

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.export.matching import Names, match, match_all
from grader.export.spreadsheet import read

TABLE = [
    Names(3, ("11", "jdoe"), ("Jane Doe",)),
    Names(4, ("12", "rroe"), ("Rick Roe",)),
    Names(5, ("13", "jroe"), ("Rick Roe", "12")),
]


def test_ids_go_before_names_and_case_does_not_count():
    assert match(["JDoe", "12"], TABLE).rows == {"JDoe": 3, "12": 4}
    assert match(["jane doe"], TABLE).rows == {"jane doe": 3}


@pytest.mark.parametrize(
    ("students", "reasons"),
    [
        (["Rick Roe"], ["Rick Roe: 2 rows are called so"]),
        (["jdo"], ["jdo: no row is called so; the nearest is 'jdoe'"]),
        (["zzzz"], ["zzzz: no row is called so"]),
        (["jdoe", "11"], ["jdoe: shares a row with 11", "11: shares a row with jdoe"]),
    ],
)
def test_who_has_no_row_of_their_own(students, reasons):
    matching = match(students, TABLE)
    assert matching.rows == {}
    assert [str(one) for one in matching.unmatched] == reasons


@pytest.mark.parametrize(
    ("student", "called", "hint"),
    [
        ("stu-x", {"stu-x": "Rita Anderson"}, "; perhaps it is 'Anderson, Rita' (the roster's 'Rita Anderson')"),
        ("Rita Anderson", {}, "; perhaps it is 'Anderson, Rita'"),
        ("rita_anderson", {"rita_anderson": "R. A."}, "; perhaps it is 'Anderson, Rita'"),
        ("stu-x", {"stu-x": "Anderson, Ria"}, "; the nearest is 'Anderson, Rita'"),
        ("stu-x", {}, ""),
    ],
)
def test_names_hint_at_rows_and_book_nothing(student, called, hint):
    matching = match([student], [Names(0, ("9",), ("Anderson, Rita",)), *TABLE], called)
    assert matching.rows == {}
    assert str(matching.unmatched[0]) == f"{student}: no row is called so{hint}"


def test_an_empty_cell_is_nobodys_name():
    assert match([""], [Names(0, ("", ""), ("",))]).rows == {}


def test_the_wrong_file(put, make):
    sheet = read(put("other.csv", b"a,b\n1,2\n"))
    with pytest.raises(UsageError, match=r"none of the 1 students has a row there \(ann: no row"):
        match_all([make["result"]("ann")], TABLE, sheet)
    assert match_all([], TABLE, sheet).rows == {}
