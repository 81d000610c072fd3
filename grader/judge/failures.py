"""What it means that a call did not return: a verdict in words that a student can act on."""

from __future__ import annotations

from grader.records import (
    Absent,
    CheckStatus,
    NotRun,
    Outcome,
    Raised,
    Returned,
    Stopped,
    StopReason,
    Verdict,
)

_STATUS = {
    StopReason.TIMEOUT: CheckStatus.TIMEOUT,
    StopReason.MEMORY: CheckStatus.MEMORY,
    StopReason.CRASHED: CheckStatus.CRASHED,
}


def failure_of(outcome: Outcome) -> Verdict:
    """The verdict of a check whose decisive call ended like this."""
    match outcome:
        case Absent(function, similar):
            hint = f"; you define `{similar}`: is that it?" if similar else ""
            return Verdict(CheckStatus.MISSING, f"your submission defines no function `{function}`{hint}")
        case Raised("NotImplementedError"):
            return Verdict(CheckStatus.MISSING, "the function is still the starter's: it raises NotImplementedError")
        case Raised(type_name, message, trace):
            place = f" ({trace[-1]})" if trace else ""
            return Verdict(CheckStatus.ERROR, f"the function raised {type_name}: {message}{place}".rstrip(": "))
        case Stopped(reason, detail):
            return Verdict(_STATUS[reason], detail)
        case NotRun(reason):
            return Verdict(CheckStatus.TIMEOUT, reason)
        case Returned():
            raise AssertionError("a call that returned is no failure")
