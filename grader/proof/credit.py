"""What an incomplete derivation is worth: the facts it establishes, among those of the shortest one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from grader.proof.steps import Status, Step

_UNACCEPTED = 0.75  # at most, however many facts
_WRONG_ENDS = 0.5  # at most
_AFTER_WRONG = 0.5  # of a fact


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


def partial(steps: Sequence[Step], countable: Collection[str], fewest: int, *, ends: bool, proves: bool) -> float:
    """The fraction of the points of a derivation that is not accepted.

    `fewest` are the facts of the shortest listed derivation; `ends`: the chain reaches both sides of the claim;
    `proves`: and its relations go together as claimed. After a wrong step facts count half, and only if `ends`.
    """
    worth, total = 1.0, 0.0
    for step, fresh in zip(steps, new_facts(steps, countable), strict=True):
        if step.status is Status.WRONG:
            worth = _AFTER_WRONG if ends else 0.0
        elif step.status is Status.VALID:
            total += worth * fresh
    return min(total / max(1, fewest), _UNACCEPTED if proves else _WRONG_ENDS)
