"""Who gets which submission."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.grading.booking import best_attempt, book
from grader.grading.roster import RosterEntry
from grader.records import Result, SubmissionStatus

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def rows(handed_in):
    return {one.student: one for one in handed_in}


def test_without_a_roster_everyone_gets_their_own(submit):
    booked = book([submit("bob"), submit("ann")], [])
    assert [one.student for one in booked] == ["ann", "bob"]
    assert all(one.notes == () and one.group is None and one.extension_hours == 0 for one in booked)


def test_a_roster_adds_missing_rows_extensions_and_notes(submit):
    booked = rows(book([submit("ann"), submit("zoe")], [RosterEntry("ann", extension_hours=24), RosterEntry("bob")]))
    assert booked["ann"].extension_hours == 24
    assert booked["ann"].notes == ()
    assert booked["bob"].submission.files == ()
    assert booked["zoe"].notes == ("the student is not on the roster",)


def test_the_latest_of_a_group_goes_to_all_its_members(submit):
    early = submit("cleo", "x = 1\n", submitted_at=NOON)
    late = submit("ann", "x = 2\n", submitted_at=NOON + timedelta(hours=1))
    unknown = submit("dora", "x = 3\n")
    roster = [RosterEntry(name, group="g", extension_hours=hours) for hours, name in enumerate(["ann", "bob", "cleo"])]
    roster.append(RosterEntry("dora", group="g"))
    booked = rows(book([early, late, unknown], roster))
    assert {one.submission.sha256 for one in booked.values()} == {late.sha256}
    assert [booked[name].extension_hours for name in ("ann", "bob", "cleo")] == [0, 1, 2]
    assert booked["bob"].submission.student == "bob"
    assert {one.notes for one in booked.values()} == {
        ("group g: the submission of ann counts, not those of cleo, dora",)
    }


def test_a_group_that_handed_in_nothing_is_missing(submit):
    booked = rows(book([], [RosterEntry("ann", group="g"), RosterEntry("bob", group="g")]))
    assert [(one.submission.files, one.group) for one in booked.values()] == [((), "g"), ((), "g")]


def test_nothing_is_booked_to_the_forgotten(submit):
    roster = [RosterEntry("ann", group="g"), RosterEntry("bob", group="g"), RosterEntry("cleo")]
    assert list(rows(book([submit("ann")], roster, {"bob", "cleo"}))) == ["ann"]


def test_attempts_stay_in_their_order(submit):
    attempts = [submit("ann", f"x = {number}\n", attempt=number) for number in (1, 2)]
    booked = book(attempts, [RosterEntry("ann", group="g"), RosterEntry("bob", group="g")])
    assert [(one.student, one.submission.attempt) for one in booked] == [("ann", 1), ("ann", 2), ("bob", 1), ("bob", 2)]


NAMES = st.sets(st.sampled_from("abcdef"))
GROUPS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([None, "g", "h"]))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, GROUPS)
def test_everyone_is_booked_exactly_once(submit, present, listed):
    roster = [RosterEntry(name, group=group) for name, group in listed.items()]
    booked = book([submit(name, f"x = '{name}'\n") for name in sorted(present)], roster)
    assert [one.student for one in booked] == sorted(present | set(listed))
    for one in booked:
        group = listed.get(one.student)
        members = {name for name, other in listed.items() if group is not None and other == group} or {one.student}
        assert bool(one.submission.files) == bool(members & present)


# --------------------------------------------------------------------------- the best attempt


@pytest.fixture
def result():
    def make(score, attempt, status=SubmissionStatus.GRADED, pending=0.0):
        return Result(
            assignment="sums",
            student="ann",
            sha256=str(attempt),
            files=("hw.py",),
            status=status,
            score=score,
            max_score=10.0,
            pending=pending,
            questions=(),
            notes=("kept",),
            graded_at=NOON,
            isolation=None,
            seed_sha256="",
            attempt=attempt,
        )

    return make


def test_one_attempt_is_left_as_it_is(result):
    assert best_attempt([result(3, None)]) == result(3, None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_most_points_count(result, order):
    attempts = [result(3, 1), result(5, 2), result(4, 3)]
    chosen = best_attempt([attempts[index] for index in order])
    assert chosen == replace(result(5, 2), notes=("kept", "attempt 2 counts, the best of 3"))


def test_of_equal_ones_the_one_with_more_to_come_then_the_last(result):
    assert best_attempt([result(5, 1, pending=2), result(5, 2)]).attempt == 1
    assert best_attempt([result(5, 1), result(5, 2)]).attempt == 2
    assert best_attempt([result(5, 1), result(4, 2, pending=2)]).attempt == 1


def test_an_unreadable_attempt_is_not_the_best(result):
    unreadable = result(0, 2, SubmissionStatus.UNREADABLE)
    assert best_attempt([result(0, 1), unreadable]).attempt == 1


def test_an_ungraded_attempt_leaves_it_open(result):
    chosen = best_attempt([result(9, 1), result(0, 2, SubmissionStatus.UNGRADED)])
    assert chosen.status is SubmissionStatus.UNGRADED
    assert chosen.notes[-1] == "not all of the 2 attempts could be judged: which is the best is open"
