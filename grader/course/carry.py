"""Errors carried forward: judging an answer by what follows from the student's own earlier function."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from grader.course.cases import build
from grader.course.estimator import Estimator
from grader.course.frozen import Frozen
from grader.course.question import Carry, Check
from grader.course.sampler import Sampler
from grader.judge.assess import Carried
from grader.judge.case import Accepted, Answer, Case
from grader.judge.compare import as_array
from grader.judge.rounding import EPS_DOUBLE, EPS_SINGLE, as_answer, floor_error
from grader.records import Call


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
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None
    return (Accepted(answer, floor_error(arguments, answer, eps, _slack(case.accepted[0].allowed))),)


def _slack(allowed: Answer) -> float:
    if isinstance(allowed, tuple):
        return max(map(_slack, allowed), default=0.0)
    return float(np.max(allowed, initial=0.0))
