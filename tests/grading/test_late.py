from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.rubric import Base, LatePolicy, Policy
from grader.errors import GraderError
from grader.grading.late import Timing, charged, late_notes, lateness, penalty
from grader.records import Lateness

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=timezone(timedelta(hours=1)))
PER_DAY = LatePolicy(Policy.PER_DAY, percent=10, grace_minutes=15, max_percent=50)
FIXED = LatePolicy(Policy.FIXED, percent=20, grace_minutes=15)


def handed_in(**late: float) -> Lateness | None:
    return lateness(Timing(DUE, DUE + timedelta(**late)))


# --------------------------------------------------------------------------- how late


@pytest.mark.parametrize(
    "timing",
    [
        Timing(),
        Timing(DUE),
        Timing(None, DUE),
        Timing(None, None, marked_late=True),
        Timing(DUE, DUE),
        Timing(DUE, DUE - timedelta(seconds=1)),
        Timing(DUE, DUE - timedelta(seconds=1), marked_late=True),
        Timing(DUE, DUE + timedelta(hours=24), extension_hours=24),
    ],
)
def test_in_time_or_nothing_known(timing: Timing) -> None:
    assert lateness(timing) is None


def test_hours_count_from_the_due_time() -> None:
    assert handed_in(minutes=90) == Lateness(DUE, hours=1.5, penalty=0)


def test_hours_count_from_the_extended_due_time() -> None:
    late = lateness(Timing(DUE, DUE + timedelta(hours=25), extension_hours=24))
    assert late == Lateness(DUE + timedelta(hours=24), hours=1.0, penalty=0)
    assert late.due.utcoffset() == DUE.utcoffset()


def test_zones_are_compared_as_moments() -> None:
    assert lateness(Timing(DUE, datetime(2026, 11, 20, 22, 58, 59, tzinfo=UTC))) is None
    assert lateness(Timing(DUE, datetime(2026, 11, 20, 23, 29, tzinfo=UTC))) == Lateness(DUE, 0.5, 0)


def test_summer_time_ends_between_due_and_handing_in() -> None:
    # Clocks go back from 03:00 to 02:00 that night: two hours pass between 01:30 and 02:30 after it.
    zone = ZoneInfo("Europe/Prague")
    due, at = datetime(2026, 10, 25, 1, 30, tzinfo=zone), datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=1)
    late = lateness(Timing(due, at))
    assert late is not None
    assert late.hours == 2.0


def test_an_unknown_time_is_late_by_nobody_knows_what() -> None:
    late = lateness(Timing(DUE, marked_late=True))
    assert late == Lateness(DUE, hours=0, penalty=0, unknown=True)
    assert charged(late, FIXED, 50, 100).penalty == 0


@pytest.mark.parametrize("timing", [Timing(DUE.replace(tzinfo=None), DUE), Timing(DUE, DUE.replace(tzinfo=None))])
def test_times_without_a_zone_are_a_fault(timing: Timing) -> None:
    with pytest.raises(GraderError, match="2026-11-20T23:59:00 has no zone"):
        lateness(timing)


# --------------------------------------------------------------------------- what it costs


@pytest.mark.parametrize(
    ("policy", "hours", "lost"),
    [
        (PER_DAY, 0.25, 0),  # the grace, to the minute
        (PER_DAY, 0.26, 8),  # beyond it the first day has started
        (PER_DAY, 24, 8),
        (PER_DAY, 24.01, 16),
        (PER_DAY, 48, 16),
        (PER_DAY, 120, 40),
        (PER_DAY, 10_000, 40),
        (FIXED, 0.25, 0),
        (FIXED, 0.26, 16),
        (FIXED, 10_000, 16),
        (LatePolicy(), 10_000, 0),
        (LatePolicy(Policy.FIXED, percent=20, of=Base.POINTS), 1, 20),
        (LatePolicy(Policy.FIXED, percent=90, of=Base.POINTS), 1, 80),  # never below 0
        (LatePolicy(Policy.PER_DAY, percent=60, of=Base.SCORE), 30, 80),
        (LatePolicy(Policy.PER_DAY, percent=0), 30, 0),
    ],
)
def test_penalty_of_80_of_100_points(policy: LatePolicy, hours: float, lost: float) -> None:
    assert penalty(policy, hours, score=80, points=100) == lost


@pytest.mark.parametrize("minutes", range(1, 121))
def test_the_last_minute_of_grace_is_free(minutes: int) -> None:
    policy = LatePolicy(Policy.FIXED, percent=10, grace_minutes=minutes)
    at_the_end, after = handed_in(minutes=minutes), handed_in(minutes=minutes, microseconds=1)
    assert at_the_end is not None
    assert after is not None
    assert charged(at_the_end, policy, 10, 10).penalty == 0
    assert charged(after, policy, 10, 10).penalty == 1


POLICIES = st.builds(
    LatePolicy,
    policy=st.sampled_from(Policy),
    percent=st.floats(0, 100),
    grace_minutes=st.floats(0, 600),
    max_percent=st.floats(0, 100),
    of=st.sampled_from(Base),
)


@given(POLICIES, st.floats(0, 1000), st.floats(0, 100), st.floats(0, 50))
def test_a_penalty_lies_between_nothing_and_the_score(
    policy: LatePolicy, hours: float, score: float, more: float
) -> None:
    assert 0 <= penalty(policy, hours, score, score + more) <= score + 1e-9


@given(POLICIES, st.floats(0, 1000), st.floats(0, 1000), st.floats(0, 100))
def test_later_is_never_cheaper(policy: LatePolicy, one: float, other: float, score: float) -> None:
    early, late = sorted((one, other))
    assert penalty(policy, early, score, 100) <= penalty(policy, late, score, 100)


# --------------------------------------------------------------------------- what a person settles


def test_notes_where_a_person_has_to_settle_it() -> None:
    (note,) = late_notes(Timing(DUE, marked_late=True), PER_DAY)
    assert note == "marked late by the learning platform, by an unknown time: a person settles the penalty"
    (note,) = late_notes(Timing(marked_late=True), PER_DAY)
    assert "no due time is known" in note


@pytest.mark.parametrize(
    ("timing", "policy"),
    [
        (Timing(DUE, marked_late=True), LatePolicy()),
        (Timing(DUE, DUE, marked_late=True), PER_DAY),
        (Timing(DUE, DUE + timedelta(days=1)), PER_DAY),
    ],
)
def test_no_notes_where_nothing_is_open(timing: Timing, policy: LatePolicy) -> None:
    assert late_notes(timing, policy) == ()
