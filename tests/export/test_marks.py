"""What waits or was not judged never leaves as a number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export.marks import Marks, number, reason_to_hold, released
from grader.records import Lateness, Override, PartStatus, SubmissionStatus


@pytest.mark.parametrize("marks", Marks)
@pytest.mark.parametrize("status", [status for status in SubmissionStatus if status is not SubmissionStatus.GRADED])
def test_what_is_not_graded_stays(make, marks, status):
    assert reason_to_hold(make["result"](status=status), marks)


def test_pending_points_hold_a_final_mark(make):
    waiting = make["result"]("ann", make["question"]("1", make["code"](make["check"]("1/a")), make["text"]()))
    assert reason_to_hold(waiting, Marks.FINAL) == "6 points wait for a person"
    assert reason_to_hold(waiting, Marks.PROVISIONAL) is None
    assert reason_to_hold(make["result"](), Marks.FINAL) is None


def test_nothing_so_far_is_no_provisional_mark(make):
    waiting = make["result"]("ann", make["question"]("1", make["text"]()))
    assert waiting.score == 0
    assert reason_to_hold(waiting, Marks.PROVISIONAL) == "6 points wait for a person"


@pytest.mark.parametrize("marks", Marks)
def test_what_a_person_has_to_settle_first(make, marks):
    done = make["result"]()
    late = Lateness(done.graded_at, 0.0, 0.0, unknown=True)
    assert "late by an unknown time" in reason_to_hold(replace(done, late=late), marks)
    ungraded = make["question"]("2b", make["code"](make["check"]("2b/a")), status=PartStatus.UNGRADED)
    assert "2b" in reason_to_hold(make["result"]("ann", ungraded), marks)
    stale = replace(make["text"](0.0), override=Override("TA", done.graded_at, 6.0, "fine", stale=True))
    assert "earlier submission" in reason_to_hold(make["result"]("ann", make["question"]("1", stale)), marks)


def test_everyone_goes_or_is_held(make):
    results = [make["result"]("ann"), make["result"]("bob", status=SubmissionStatus.MISSING)]
    going, held = released(results, Marks.FINAL)
    assert [one.student for one in going] == ["ann"]
    assert [str(one) for one in held] == ["bob: nothing was handed in"]


@given(st.floats(0, 1000))
def test_numbers_are_read_back(score):
    assert float(number(score)) == pytest.approx(score, abs=1e-6)
    assert "e" not in number(round(score, 2))
