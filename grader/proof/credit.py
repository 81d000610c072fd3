"""What an incomplete derivation is worth: the facts it establishes, among those of the shortest one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from grader.proof.steps import Status, Step

_AFTER_WRONG = 0.5  # of a fact


class Reach(Enum):
    """Which of the claim's sides a chain ends in."""

    CLAIM = "claim"  # both, and its relations go together as claimed
    ENDS = "ends"  # both
    ONE = "one"
    NONE = "none"  # a side calculation, whatever it shows


# At most, however many facts.
_CEILINGS: Final[Mapping[Reach, float]] = {Reach.CLAIM: 0.75, Reach.ENDS: 0.5, Reach.ONE: 0.4, Reach.NONE: 0.0}


@dataclass(frozen=True, slots=True)
class Scale:
    """What facts are worth: `fewest` make up the shortest listed derivation, `most` may be needed by one step."""

    fewest: int
    most: int
    reach: Reach


def new_facts(steps: Sequence[Step], countable: Collection[str]) -> list[int]:
    """For each step, how many countable facts it is the first to need. Dropped steps need none."""
    seen: set[str] = set()
    found = []
    for step in steps:
        fresh = (set(step.facts) & set(countable)) - seen if step.kept else set()
        found.append(len(fresh))
        seen |= fresh
    return found


def establishing(steps: Sequence[Step], countable: Collection[str]) -> int:
    """How many valid steps establish a fact that no step before them did."""
    fresh = new_facts(steps, countable)
    return sum(1 for step, count in zip(steps, fresh, strict=True) if count and step.status is Status.VALID)


def partial(steps: Sequence[Step], countable: Collection[str], scale: Scale) -> float:
    """The fraction of the points of a derivation that is not accepted.

    After a wrong step facts count half, and only if the chain reaches both ends. A fact that is first used in a step
    that is too big has not been established by it.
    """
    worth, total = 1.0, 0.0
    for step, fresh in zip(steps, new_facts(steps, countable), strict=True):
        if step.status is Status.WRONG:
            worth = _AFTER_WRONG if scale.reach in (Reach.CLAIM, Reach.ENDS) else 0.0
        elif step.status is Status.VALID and len(step.facts) <= scale.most:
            total += worth * fresh
    return min(total / max(1, scale.fewest), _CEILINGS[scale.reach])
