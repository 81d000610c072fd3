"""The late policy: how late a submission is, and what that costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from grader.course.rubric import Base, LatePolicy, Policy
from grader.errors import GraderError
from grader.records import Lateness

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """What is known about the times of one submission; both times are aware, the extension is in hours."""

    due: datetime | None = None
    submitted_at: datetime | None = None
    extension_hours: float = 0.0
    marked_late: bool = False  # by the LMS, which does not say by how much


def lateness(timing: Timing) -> Lateness | None:
    """How late it is, before any penalty; None if it is in time or nothing is known against it.

    `due` and `hours` count from the due time after the extension. A known time decides; the LMS's mark alone
    says that it is late by an unknown time.

    Raises:
        GraderError: a time without a zone.
    """
    if timing.due is None:
        return None
    due = _extended(timing.due, timing.extension_hours)
    if timing.submitted_at is None:
        return Lateness(due, hours=0.0, penalty=0.0, unknown=True) if timing.marked_late else None
    # In UTC: times of one zone subtract by the clock on the wall, which summer time sets back.
    hours = (_in_utc(timing.submitted_at) - _in_utc(due)) / HOUR
    return Lateness(due, hours=hours, penalty=0.0) if hours > 0 else None


def penalty(policy: LatePolicy, hours: float, score: float, points: float) -> float:
    """The points that a submission with `score` of `points` loses by being `hours` late, at most its score.

    Within the grace nothing is lost; beyond it every started day counts, from the due time on.
    """
    if hours <= policy.grace_minutes / 60 or hours <= 0:
        return 0.0
    times = {Policy.NONE: 0, Policy.FIXED: 1, Policy.PER_DAY: math.ceil(hours / 24)}[policy.policy]
    percent = min(policy.percent * times, policy.max_percent, 100.0)
    base = score if policy.of is Base.SCORE else points
    return round(max(0.0, min(base * percent / 100, score)), 9)


def charged(late: Lateness, policy: LatePolicy, score: float, points: float) -> Lateness:
    """The same lateness with its penalty; an unknown one counts no hours, and costs nothing yet."""
    return replace(late, penalty=penalty(policy, late.hours, score, points))


def late_notes(timing: Timing, policy: LatePolicy) -> tuple[str, ...]:
    """What a person has to settle: a policy that costs points meets a lateness nobody can measure."""
    if policy.policy is Policy.NONE or not timing.marked_late or timing.submitted_at is not None:
        return ()
    what = "a person settles the penalty"
    if timing.due is None:
        return (f"marked late by the learning platform, and no due time is known: {what}",)
    return (f"marked late by the learning platform, by an unknown time: {what}",)


def _extended(due: datetime, extension_hours: float) -> datetime:
    return (_in_utc(due) + extension_hours * HOUR).astimezone(due.tzinfo)


def _in_utc(time: datetime) -> datetime:
    if time.utcoffset() is None:
        raise GraderError(f"the time {time.isoformat()} has no zone")
    return time.astimezone(UTC)
