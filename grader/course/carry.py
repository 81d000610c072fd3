"""Errors carried forward: judging an answer by what follows from the student's own earlier function."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.course.blame import where
from grader.course.cases import build
from grader.course.estimator import Estimator
from grader.course.faults import unknown
from grader.course.frozen import Frozen
from grader.course.question import Carry, Check
from grader.course.sampler import Sampler
from grader.errors import CourseError
from grader.judge.assess import Carried
from grader.judge.case import Accepted, Answer, Case
from grader.judge.compare import as_array
from grader.judge.rounding import EPS_DOUBLE, EPS_SINGLE, as_answer, floor_error
from grader.records import Call

# What calculating raises where a student's own value has another shape or size. It is an array of numbers, beside the
# check's own arguments: an AttributeError or a KeyError does not come from it.
_UNFIT = (ArithmeticError, IndexError, TypeError, ValueError)


def require_earlier(check: Check, asked: Iterable[str]) -> None:
    """Holds that the function which `check` builds on is among those that its sheet asks for.

    Raises:
        CourseError: it does not; where the carrying is declared, with the nearest name.
    """
    carry = check.carry
    others = [function for function in dict.fromkeys(asked) if function != check.function]
    if carry is not None and carry.function not in others:
        words = f"`{check.function}` builds on an {unknown('earlier function', carry.function, others)}"
        raise CourseError(words, *where(inspect.unwrap(carry.answer)))


def tied(check: Check, sheet: Iterable[object]) -> Check:
    """The check with the reference of the function that it builds on, from the checks of its sheet."""
    if check.carry is None:
        return check
    function = check.carry.function
    same = (one.references for one in sheet if isinstance(one, Check) and one.function == function)
    earlier = next((references[0] for references in same if references), None)
    return replace(check, carry=replace(check.carry, earlier=earlier))


def carry_of(check: Check | Sampler | Estimator | Frozen) -> Carried | None:
    """None where the check does not build on an earlier function."""
    if not isinstance(check, Check) or check.carry is None:
        return None
    carry = check.carry
    eps = EPS_DOUBLE if check.strict else EPS_SINGLE
    return Carried(
        words=f"right given your own `{carry.function}`",
        call=lambda case: Call(carry.function, tuple(case.arguments[name] for name in carry.on)),
        accept=partial(_accept, carry, eps),
    )


def _accept(carry: Carry, eps: float, case: Case, own: Any) -> tuple[Accepted, ...] | None:
    """None where the student's own value is no value to go on from."""
    value = as_array(own)
    if isinstance(value, str):
        return None
    arguments = [build(argument) for argument in case.arguments.values()]
    try:
        with np.errstate(all="ignore"):
            answer = as_answer(carry.answer(value, *arguments))
    except _UNFIT:
        _try_earlier(carry, case)
        return None
    return (Accepted(answer, floor_error(arguments, answer, eps, _slack(case.accepted[0].allowed))),)


def _try_earlier(carry: Carry, case: Case) -> None:
    """Raises what the course's own function raises on the reference's earlier answer, too: that is no student's loss,
    the check is left ungraded.
    """
    if carry.earlier is None:
        return
    with np.errstate(all="ignore"):
        answer = as_answer(carry.earlier(*(build(case.arguments[name]) for name in carry.on)))
        own = as_array(list(answer) if isinstance(answer, tuple) else answer)
        if not isinstance(own, str):
            carry.answer(own, *(build(argument) for argument in case.arguments.values()))


def _slack(allowed: Answer) -> float:
    if isinstance(allowed, tuple):
        return max(map(_slack, allowed), default=0.0)
    return float(np.max(allowed, initial=0.0))
