"""Judging one step: whether it holds in every world, what it needs, and what to say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from grader.proof.attack import refuted
from grader.proof.bench import Bench
from grader.proof.choice import Slot
from grader.proof.evaluating.evaluate import Outcome, Undefined, Why
from grader.proof.facts import facts_of, words_of
from grader.proof.rendering.layout import relation_sign
from grader.proof.rendering.mathml import mathml
from grader.proof.repair import hint
from grader.proof.switches import telling
from grader.proof.syntax import Node, Relation
from grader.proof.world import Instance
from grader.records import StepResult

_NOTHING_BETWEEN = "the steps in between are what is asked for"
_TELLING = "an indicator, a maximum or the like stands here that only says whether a fact is true: left for a person"
_DIGITS = 4  # significant, of the numbers in messages
_ALL_DIGITS = 13  # what lies behind is rounding
_NOTHING = 1e-12  # relative to the larger side, and absolute: below all that a step is refuted by


class Status(StrEnum):
    VALID = "valid"
    WRONG = "wrong"
    TOO_BIG = "too_big"
    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a member to the next. `kept`: it is no part of a circle.

    `where` is a world that refutes it, `values` what the two sides are there.
    """

    line: int
    left: Slot
    right: Slot
    status: Status = Status.UNDECIDED
    facts: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""
    where: Instance | None = None
    values: tuple[str, str] = ("", "")
    kept: bool = True


def judged(bench: Bench, step: Step) -> Step:
    """The step with its status and, where it is wrong, a world that shows it; facts come later.

    Raises:
        TimeUp: the clock has run out.
    """
    left, right, relation = step.left.expression, step.right.expression, step.right.relation
    for slot in (step.left, step.right):
        if slot.expression is None:
            return replace(step, status=Status.UNREADABLE, message=f"cannot be read: {slot.problem}")
        fault = bench.fault(slot.expression)
        if fault is not None:
            status = Status.UNDECIDED if fault.why is Why.REFUSED else Status.UNREADABLE
            return replace(step, status=status, message=fault.reason)
    assert left is not None
    assert right is not None
    if relation is None:
        return replace(step, status=Status.UNREADABLE, message="no relation leads to this line")
    where = refuted(bench, relation, left, right)
    if where is None:
        return replace(step, status=Status.VALID)
    outcomes = bench.fresh(left, where), bench.fresh(right, where)
    values = shown_apart(*outcomes)
    return replace(step, status=Status.WRONG, where=where, values=values, message=_wrong(relation, outcomes))


def _wrong(relation: Relation, outcomes: tuple[Outcome, Outcome]) -> str:
    for side, value in zip(("left", "right"), outcomes, strict=True):
        if isinstance(value, Undefined):
            return f"the {side} side has no value in some cases: {value.reason}"
    left, right = shown_apart(*outcomes)
    return f"'{relation_sign(relation)}' is false in general: for instance {left} against {right}"


def measured(bench: Bench, step: Step, members: tuple[Node | None, Node | None], most: int) -> Step:
    """A valid step with the facts it needs; too big if they are more than `most`.

    `members` are its two sides, without what only spells a number.
    """
    (left, right), relation = members, step.right.relation
    if step.status is not Status.VALID or not step.kept or left is None or right is None or relation is None:
        return step
    facts = facts_of(bench, relation, left, right)
    return too_big(bench, replace(step, facts=facts)) if len(facts) > most else replace(step, facts=facts)


def too_big(bench: Bench, step: Step) -> Step:
    """A true step that uses too much at once."""
    # A fact may be worded as a clause, which no sentence has a place for: hence the quotes.
    words = [f"'{words}'" for words in words_of(bench, step.facts)]
    if len(words) > 1:
        uses = " and ".join([", ".join(words[:-1]), words[-1]])
        why = f"it uses {uses}; write a line for each, the first with {words[0]} alone"
    else:
        why = _NOTHING_BETWEEN + "".join(f", even if {word} is all that they use" for word in words)
    return replace(step, status=Status.TOO_BIG, message=f"true, but too much at once: {why}")


def withheld(bench: Bench, step: Step, members: tuple[Node | None, Node | None]) -> Step:
    """A valid step that establishes facts, but by a switch that only tells whether they are true: left for a person."""
    if step.status is not Status.VALID or not step.facts:
        return step
    if not any(member is not None and telling(bench, member) for member in members):
        return step
    return replace(step, status=Status.UNDECIDED, message=_TELLING)


def mended(bench: Bench, step: Step) -> Step:
    """A wrong step with a hint at what would make it true."""
    left, right, relation = step.left.expression, step.right.expression, step.right.relation
    if step.status is not Status.WRONG or left is None or right is None or relation is None:
        return step
    return replace(step, hint=hint(bench, relation, left, right, begins=step.line == 2))


# --------------------------------------------------------------------------- what a student is shown


def shown(bench: Bench, step: Step) -> StepResult:
    """The record of a step."""
    return StepResult(
        line=step.line,
        relation=step.right.relation or "",
        status=step.status.value,
        facts=tuple(words_of(bench, step.facts)),
        message=step.message,
        read_as="" if step.right.expression is None else mathml(step.right.expression),
        left=step.values[0],
        right=step.values[1],
        world="" if step.where is None else shown_world(step.where),
        hint=step.hint,
        source=step.left.source or step.right.source,
    )


def shown_apart(left: Outcome, right: Outcome) -> tuple[str, str]:
    """Both values, with as many digits as it takes to see that they differ; what rounding leaves of 0 is 0."""
    nothing = _NOTHING * (1.0 + max(_size(left), _size(right)))
    left, right = _settled(left, nothing), _settled(right, nothing)
    for digits in range(_DIGITS, _ALL_DIGITS):
        shown = shown_value(left, digits), shown_value(right, digits)
        if shown[0] != shown[1]:
            return shown
    return shown_value(left), shown_value(right)


def _size(value: Outcome) -> float:
    return 0.0 if isinstance(value, Undefined) or not np.size(value) else float(np.max(np.abs(value)))


def _settled(value: Outcome, nothing: float) -> Outcome:
    """Without the parts that are as small as `nothing`; 0 has no sign."""
    if isinstance(value, Undefined):
        return value
    real = np.asarray(value).real
    kept = np.where(np.abs(real) <= nothing, 0.0, real) + 0.0
    return kept if kept.ndim else float(kept)


def shown_value(value: Outcome, digits: int = _DIGITS) -> str:
    return "undefined" if isinstance(value, Undefined) else _plain(value, digits)


def shown_world(instance: Instance) -> str:
    """`x = 1, q(z|x) = [0.2, 0.8]`."""
    return ", ".join(f"{name} = {_plain(value)}" for name, value in instance.world.words.items())


def _plain(value: object, digits: int = _DIGITS) -> str:
    if isinstance(value, (str, bool, int)):
        return str(value)
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim):
        return "[" + ", ".join(_plain(entry, digits) for entry in value) + "]"
    if isinstance(value, (float, complex, np.generic, np.ndarray)):
        return f"{complex(value).real:.{digits}g}"
    return str(value)


def numbered(slots: Sequence[Slot]) -> list[Step]:
    """The steps of a chain, not yet judged; the first leads to member 2."""
    return [Step(place + 2, slots[place], slots[place + 1]) for place in range(len(slots) - 1)]
