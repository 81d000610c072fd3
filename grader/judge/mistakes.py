"""Recognising a listed mistake behind wrong answers.

A mistake is named only if it explains every wrong answer, on at least two inputs, each one where the mistake
differs from the right answer (elsewhere there is no evidence).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.case import Accepted, Answer, Case
from grader.judge.compare import mismatch
from grader.judge.form import ODD_FAULTS, is_usual
from grader.judge.formulas import UNDEFINED
from grader.judge.rounding import EPS_SINGLE, as_answer
from grader.judge.symptoms import Seen
from grader.records import Returned, Stopped

_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Mistake:
    """`answer(*arguments)` is what such a student returns; where a mistake is no value (a detached result),
    `seen(arguments, returned)` recognises it instead, and where nothing comes back (quadratic work) it is
    `halted(arguments, stopped, right)`, given the right answers on other inputs. `words` are what the student reads.
    """

    words: str
    answer: Callable[..., Any] | None = None
    seen: Seen | None = None
    halted: Halted | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back on one case, and the arguments as the reference takes them."""

    case: Case
    arguments: Mapping[str, Any]
    returned: Returned


Halted = Callable[[Mapping[str, Any], Stopped, Sequence[Answered]], bool]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A mistake, and on how many of the inputs where the answer is wrong it gives just that answer."""

    mistake: Mistake
    matched: int
    of: int


def recognise(
    mistakes: Sequence[Mistake], wrong: Sequence[Answered], right: Sequence[Answered] = ()
) -> Recognised | None:
    """The listed mistake that explains all of `wrong` and contradicts none of `right`; the first of several."""
    for mistake in mistakes:
        if explains(mistake, wrong) and not any(_contradicts(mistake, item) for item in right):
            return Recognised(mistake, len(wrong), len(wrong))
    return None


def explains(mistake: Mistake, wrong: Sequence[Answered], enough: int = _ENOUGH) -> bool:
    """Whether the mistake gives every one of these wrong answers, of which there must be `enough`."""
    if mistake.seen is not None:
        return bool(wrong) and all(_shows(mistake.seen, item) for item in wrong)
    if mistake.answer is None:
        return False
    return len(wrong) >= enough and all(_matches(mistake, item) for item in wrong)


def _shows(seen: Seen, item: Answered) -> bool:
    """Whether the symptom shows. One that cannot read what came back recognises nothing: why that is wrong is known."""
    try:
        with np.errstate(all="ignore"):
            return bool(seen(item.arguments, item.returned))
    except ODD_FAULTS:
        if is_usual(item.returned.value, item.case.accepted):
            raise  # the course's own fault, which its validation meets as well
        return False


def recognise_halt(
    mistakes: Sequence[Mistake], stops: Sequence[tuple[Mapping[str, Any], Stopped]], right: Sequence[Answered]
) -> Recognised | None:
    """The first listed mistake that explains why the process had to be stopped on all of these arguments."""
    with np.errstate(all="ignore"):
        for mistake in mistakes:
            halted = mistake.halted
            if stops and halted is not None and all(halted(arguments, stopped, right) for arguments, stopped in stops):
                return Recognised(mistake, len(stops), len(stops))
    return None


def _contradicts(mistake: Mistake, item: Answered) -> bool:
    """Whether the mistake would have been wrong where this answer is right."""
    if mistake.answer is None:
        return False
    variants = [answer_of(mistake, item.arguments), answer_of(mistake, in_single(item.arguments))]
    return not any(answer is None or _accepted(answer, item.case) for answer in variants)


def _accepted(answer: Answer, case: Case) -> bool:
    value = list(answer) if isinstance(answer, tuple) else answer
    return not case.accepted or any(mismatch(value, accepted) is None for accepted in case.accepted)


def _matches(mistake: Mistake, item: Answered) -> bool:
    """Naive formulas overflow at 89 in single and at 710 in double precision: either pattern will do."""
    return any(
        _equals(item.returned.value, answer, item)
        for answer in (answer_of(mistake, item.arguments), answer_of(mistake, in_single(item.arguments)))
        if answer is not None
    )


def answer_of(mistake: Mistake, arguments: Mapping[str, Any]) -> Answer | None:
    """What the mistake gives on these arguments; None where it cannot be computed."""
    assert mistake.answer is not None
    with np.errstate(all="ignore"):
        try:
            return as_answer(mistake.answer(*(_fresh(value) for value in arguments.values())))
        except UNDEFINED:
            return None  # then it explains nothing


def _fresh(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def in_single(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments with their float arrays in single precision, in which students may well work."""
    return {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for name, value in arguments.items()
    }


def _equals(value: Any, answer: Answer, item: Answered) -> bool:
    allowed = item.case.accepted[0].allowed if item.case.accepted else None
    return mismatch(value, Accepted(answer, _tolerance(answer, allowed, _size(item.arguments)))) is None


def _size(arguments: Mapping[str, Any]) -> float:
    size = 1.0
    for value in arguments.values():
        if isinstance(value, float | np.ndarray):
            magnitude = np.abs(np.asarray(value, dtype=np.float64))
            size = max(size, float(magnitude[np.isfinite(magnitude)].max(initial=0.0)))
    return size


def _tolerance(answer: Answer, allowed: Answer | None, size: float) -> Answer:
    """The mistake's own rounding is not known; the reference's is close to it. Without a reference the size of the
    inputs stands for it; with one it must not: a strict check of large inputs would match anything.
    """
    if isinstance(answer, tuple):
        parts = allowed if isinstance(allowed, tuple) and len(allowed) == len(answer) else (None,) * len(answer)
        return tuple(_tolerance(item, part, size) for item, part in zip(answer, parts, strict=True))
    relative = 16 * EPS_SINGLE * np.where(np.isfinite(answer), np.abs(answer), 0.0)
    if isinstance(allowed, np.ndarray):
        return np.asarray(relative + np.max(allowed, initial=0.0))
    return np.asarray(relative + 16 * EPS_SINGLE * size)
