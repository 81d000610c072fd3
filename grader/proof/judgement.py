"""What is said of a derivation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from grader.records import StepResult


class Decision(StrEnum):
    """What is said of a derivation."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"  # not accepted, but some facts are established
    WRONG = "wrong"
    UNDECIDED = "undecided"  # left for a person
    PENDING = "pending"  # nothing to judge, or what is asked for is only known at grading


@dataclass(frozen=True, slots=True)
class Judgement:
    """`credit` is a fraction of the part's points; `side` holds the steps of the other chains, which give none.

    `opening` is the chain's first member as it was read, in MathML. Not `in_time`, it took too long: another run may
    well say more.
    """

    decision: Decision
    credit: float
    steps: tuple[StepResult, ...] = ()
    message: str = ""
    notes: tuple[str, ...] = ()
    side: tuple[tuple[StepResult, ...], ...] = ()
    opening: str = ""
    in_time: bool = True
