"""The steps of a chain without its idle members: from one member that says something to the next that does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from grader.proof.bench import Bench
from grader.proof.ends import composed
from grader.proof.facts import facts_of
from grader.proof.steps import Status, Step
from grader.proof.syntax import Node


def merged(bench: Bench, steps: Sequence[Step], members: Sequence[Node | None], idle: Sequence[bool]) -> list[Step]:
    """Each stretch between two members that are not idle as one step, with the facts that it needs as a whole."""
    places = [place for place, is_idle in enumerate(idle) if not is_idle]
    return [_joined(bench, steps[first:last], members[first], members[last]) for first, last in pairwise(places)]


def _joined(bench: Bench, steps: Sequence[Step], left: Node | None, right: Node | None) -> Step:
    """Several steps as one; the first that is not valid says what it is worth."""
    if len(steps) == 1:
        return steps[0]
    first, last = steps[0], steps[-1]
    status = next((step.status for step in steps if step.status is not Status.VALID), Status.VALID)
    relation = composed([step.right.relation for step in steps if step.right.relation])
    facts: tuple[str, ...] = ()
    if status in (Status.VALID, Status.TOO_BIG) and left is not None and right is not None and relation is not None:
        facts = facts_of(bench, relation, left, right)
    return Step(last.line, first.left, last.right, status, facts, kept=any(step.kept for step in steps))
