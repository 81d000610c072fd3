from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.faults import Fault, course_error, nearest, unknown

KEYS = ("points", "visibility", "limits")


@pytest.mark.parametrize(
    ("word", "found"),
    [("ponits", "points"), ("Visibilty", "visibility"), ("limit", "limits"), ("zzz", None), ("", None)],
)
def test_nearest(word: str, found: str | None) -> None:
    assert nearest(word, KEYS) == found


def test_nearest_keeps_the_case_of_the_option() -> None:
    assert nearest("relu", ["ReLU", "tanh"]) == "ReLU"


def test_unknown_names_the_nearest() -> None:
    assert unknown("key", "ponits", KEYS) == "unknown key 'ponits' (did you mean 'points'?)"


def test_unknown_lists_what_is_allowed_where_nothing_is_near() -> None:
    assert unknown("key", "zzz", KEYS) == "unknown key 'zzz' (allowed: limits, points, visibility)"


def test_unknown_where_nothing_is_allowed() -> None:
    assert unknown("key", "zzz", ()) == "unknown key 'zzz' (nothing is allowed here)"


def test_the_first_fault_places_the_error_and_the_others_follow() -> None:
    faults = [Fault(12, 3, "second"), Fault(2, 30, "first"), Fault(12, 3, "second"), Fault(12, 20, "third")]
    error = course_error(Path("rubric.yaml"), faults)
    assert (error.line, error.column) == (2, 30)
    assert str(error).splitlines() == [
        "rubric.yaml:2:30: first",
        "rubric.yaml:12:3: second",
        "rubric.yaml:12:20: third",
    ]
