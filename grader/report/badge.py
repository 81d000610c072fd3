"""What a status looks like: a symbol, a word and a tone, so that colour never says anything alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from grader.records import CheckStatus, PartStatus, SubmissionStatus


class Tone(StrEnum):
    """Names of CSS classes and of terminal styles."""

    GOOD = "good"
    PARTIAL = "partial"
    BAD = "bad"
    WAIT = "wait"
    FAULT = "fault"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Badge:
    """`plain` stands for `symbol` where a terminal has no Unicode."""

    symbol: str
    plain: str
    word: str
    tone: Tone


CHECKS: Mapping[CheckStatus, Badge] = MappingProxyType(
    {
        CheckStatus.PASSED: Badge("✓", "+", "passed", Tone.GOOD),
        CheckStatus.FAILED: Badge("✗", "x", "failed", Tone.BAD),
        CheckStatus.ERROR: Badge("✗", "x", "raised an error", Tone.BAD),
        CheckStatus.TIMEOUT: Badge("✗", "x", "took too long", Tone.BAD),
        CheckStatus.MEMORY: Badge("✗", "x", "used too much memory", Tone.BAD),
        CheckStatus.CRASHED: Badge("✗", "x", "crashed", Tone.BAD),
        CheckStatus.MISSING: Badge("○", "o", "not there", Tone.NONE),
        CheckStatus.UNSTABLE: Badge("≈", "~", "unstable", Tone.PARTIAL),
        CheckStatus.UNDECIDED: Badge("?", "?", "undecided", Tone.WAIT),
        CheckStatus.SKIPPED: Badge("–", "-", "skipped", Tone.NONE),
        CheckStatus.UNGRADED: Badge("!", "!", "not graded", Tone.FAULT),
    }
)

PARTS: Mapping[PartStatus, Badge] = MappingProxyType(
    {
        PartStatus.CORRECT: Badge("✓", "+", "correct", Tone.GOOD),
        PartStatus.PARTIAL: Badge("◐", "/", "partly correct", Tone.PARTIAL),
        PartStatus.WRONG: Badge("✗", "x", "wrong", Tone.BAD),
        PartStatus.MISSING: Badge("○", "o", "not there", Tone.NONE),
        PartStatus.PENDING: Badge("…", ".", "pending", Tone.WAIT),
        PartStatus.UNGRADED: Badge("!", "!", "not graded", Tone.FAULT),
    }
)

SUBMISSIONS: Mapping[SubmissionStatus, Badge] = MappingProxyType(
    {
        SubmissionStatus.GRADED: Badge("✓", "+", "graded", Tone.GOOD),
        SubmissionStatus.UNREADABLE: Badge("✗", "x", "unreadable", Tone.BAD),
        SubmissionStatus.MISSING: Badge("○", "o", "no submission", Tone.NONE),
        SubmissionStatus.UNGRADED: Badge("!", "!", "not graded", Tone.FAULT),
    }
)

STEPS: Mapping[str, Badge] = MappingProxyType(
    {
        "valid": Badge("✓", "+", "valid", Tone.GOOD),
        "wrong": Badge("✗", "x", "wrong", Tone.BAD),
        "too_big": Badge("◐", "/", "too much at once", Tone.PARTIAL),
        "unreadable": Badge("✗", "x", "unreadable", Tone.BAD),
        "undecided": Badge("?", "?", "undecided", Tone.WAIT),
    }
)


def badge(status: CheckStatus | PartStatus | SubmissionStatus | str) -> Badge:
    """The badge of any status; a step's status is a bare string, and an unknown one is shown as it is.

    The kinds share values ("missing", "ungraded"), so it is the type that chooses.
    """
    if isinstance(status, CheckStatus):
        return CHECKS[status]
    if isinstance(status, PartStatus):
        return PARTS[status]
    if isinstance(status, SubmissionStatus):
        return SUBMISSIONS[status]
    return STEPS.get(status) or Badge("?", "?", status, Tone.NONE)
