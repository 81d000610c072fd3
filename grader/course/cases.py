"""Drawing the cases of a check, once per batch: inputs, accepted answers, allowed errors."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.course.blame import FAULTS, innermost, raised, where
from grader.course.faults import unknown
from grader.course.question import Arguments, Check, Inputs
from grader.course.signature import Given, agree, agree_mistakes
from grader.errors import CourseError
from grader.judge.case import Accepted, Answer, Case, Regime
from grader.judge.draw import Draw, trial_rng
from grader.judge.formulas import UNDEFINED
from grader.judge.gradients import loss_weights
from grader.judge.rounding import EPS_DOUBLE, EPS_SINGLE, allowed_error, as_answer, floor_error
from grader.records import Argument, Array, FunctionArg, RngArg, TensorArg
from grader.sandbox import forms

PLAIN_TRIALS = 4
MIXED_TRIALS = 16
TRIALS = 32  # at least, in all
DRAWN = "the draw"
_MOST_SHOWN = 200  # characters of arguments in a message
# A trial whose allowed error is more than this share of what the answers span can hardly be failed.
_TELLING = 0.01


def build(argument: Argument) -> Any:
    """An argument as a reference takes it: tensors as arrays, generators and functions made."""
    if isinstance(argument, TensorArg):
        return argument.array
    if isinstance(argument, RngArg):
        return np.random.default_rng(argument.seed)
    if isinstance(argument, FunctionArg):
        return forms.build(argument)
    return argument


def draw_cases(check: Check, seed: int, assignment: str) -> tuple[Case, ...]:
    """Every case of `check` under this seed, judged by its reference.

    Raises:
        CourseError: the bank's own code failed: an input cannot be drawn, or the reference raised on one.
    """
    cases = []
    for trial, (regime, inputs, words) in enumerate(_trials(check)):
        arguments = _inputs(check, inputs, words, Draw(trial_rng(seed, assignment, check.id, trial), regime))
        accepted = accept(check, arguments)
        cotangent = cotangent_of(check, accepted[0].answer) if accepted else None
        cases.append(Case(arguments, regime, accepted, cotangent=cotangent))
    _agree_carry(check, cases[0].arguments)
    agree_mistakes(check.function, tuple(cases[0].arguments), ((one.words, one.answer) for one in check.mistakes))
    return _marked(cases)


def _agree_carry(check: Check, arguments: Arguments) -> None:
    carry = check.carry
    if carry is None:
        return
    for name in carry.on:
        if name not in arguments:
            words = f"`{check.function}` builds on `{carry.function}`: {unknown('argument', name, arguments)}"
            raise CourseError(words, *where(inspect.unwrap(carry.answer)))


def _trials(check: Check) -> Iterator[tuple[Regime, Inputs, str]]:
    """The regime and the inputs of every trial, and what the inputs are called in messages."""
    for _ in range(PLAIN_TRIALS):
        yield Regime.PLAIN, check.draw, DRAWN
    for number, inputs in enumerate(check.edge_inputs, 1):
        yield Regime.EDGE, inputs, f"edge {number}"
    for number, inputs in enumerate(check.extreme_inputs, 1):
        yield Regime.EXTREME, inputs, f"extreme {number}"
    named = len(check.edge_inputs) + len(check.extreme_inputs)
    for _ in range(max(MIXED_TRIALS, TRIALS - PLAIN_TRIALS - named)):
        yield Regime.MIXED, check.draw, DRAWN


def _inputs(check: Check, inputs: Inputs, words: str, draw: Draw) -> Arguments:
    arguments = inputs_of(inputs, draw)
    agree(check.function, check.draw, check.references, [Given(words, inputs, tuple(arguments))])
    if check.domain is not None and not check.domain(*(build(value) for value in arguments.values())):
        raise _fault(check, f"an input of `{check.function}` is outside the check's own domain: {_shown(arguments)}")
    return arguments


def inputs_of(inputs: Inputs, draw: Draw) -> dict[str, Argument]:
    """The arguments of a trial: as named, or drawn.

    Raises:
        CourseError: they are no dictionary; where they are drawn.
    """
    drawn: object = inputs(draw) if callable(inputs) else inputs
    if not isinstance(drawn, Mapping):
        missing = " (is a `return` missing?)" if drawn is None else ""
        words = f"inputs are a dictionary by parameter name, not {_shown(repr(drawn))}{missing}"
        raise CourseError(words, *where(inputs if callable(inputs) else None))
    return {name: _argument(value) for name, value in drawn.items()}


def _argument(value: Any) -> Argument:
    """NumPy scalars become plain numbers: students are called with what they would type."""
    if isinstance(value, np.generic):
        plain: Argument = value.item()
        return plain
    argument: Argument = value
    return argument


def accept(check: Check, arguments: Arguments) -> tuple[Accepted, ...]:
    """The accepted answers on these arguments, one for each convention; none for a property.

    Raises:
        CourseError: the reference raised.
    """
    values = [build(value) for value in arguments.values()]
    eps = _eps(check)
    accepted = []
    for reference in check.references:
        answer, allowed = _evaluate(check, reference, values, eps)
        cotangent = cotangent_of(check, answer)
        seeded = values if cotangent is None else [*values, cotangent]
        accepted.append(Accepted(answer, allowed, *_gradients(check, seeded, eps)))
    return tuple(accepted)


def sketch(check: Check, arguments: Arguments, original: Case) -> tuple[Accepted, ...] | None:
    """What `accept` gives, without running the reference again and again: as wide as `original` at least.

    None where the arguments are outside the check's domain or the reference is not defined on them.
    """
    values = [build(value) for value in arguments.values()]
    if check.domain is not None and not check.domain(*values):
        return None
    try:
        accepted = []
        for index, reference in enumerate(check.references):
            with np.errstate(all="ignore"):
                answer = as_answer(reference(*values))
            slack = _widest(original.accepted[index].allowed)
            allowed = floor_error(values, answer, _eps(check), slack)
            accepted.append(Accepted(answer, allowed, *_sketched_gradients(check, values, answer, original)))
    except UNDEFINED:
        return None
    return tuple(accepted)


def _sketched_gradients(
    check: Check, values: Sequence[Any], answer: Answer, original: Case
) -> tuple[()] | tuple[tuple[Any, ...], tuple[Any, ...]]:
    if check.gradients is None:
        return ()
    cotangent = cotangent_of(check, answer)
    with np.errstate(all="ignore"):
        found = as_answer(check.gradients(*values, *([] if cotangent is None else [cotangent])))
    gradients = found if isinstance(found, tuple) else (found,)
    slack = max(_widest(allowed) for allowed in original.accepted[0].gradients_allowed)
    return gradients, tuple(floor_error(values, gradient, _eps(check), slack) for gradient in gradients)


def cotangent_of(check: Check, answer: Answer) -> Array | None:
    """∂L/∂result of the loss whose gradient is judged; None where none is, or the result is a scalar."""
    return None if check.gradients is None else loss_weights(answer)


def _eps(check: Check) -> float:
    return EPS_DOUBLE if check.strict else EPS_SINGLE


def _gradients(check: Check, values: Sequence[Any], eps: float) -> tuple[()] | tuple[tuple[Any, ...], tuple[Any, ...]]:
    if check.gradients is None:
        return ()
    answer, allowed = _evaluate(check, check.gradients, values, eps)
    if isinstance(answer, tuple) and isinstance(allowed, tuple):
        return answer, allowed
    return (answer,), (allowed,)


def _evaluate(check: Check, reference: Callable[..., Any], values: Sequence[Any], eps: float) -> tuple[Answer, Answer]:
    try:
        with np.errstate(all="ignore"):
            answer = as_answer(reference(*values))
        return answer, allowed_error(reference, values, answer, eps)
    except FAULTS as error:
        message = f"the reference of `{check.function}` raised {raised(error)} on {_shown(values)}"
        raise CourseError(message, *(innermost(error) or where(check.draw))) from error


def _shown(values: object) -> str:
    """Arguments in one line."""
    text = " ".join(str(values).split())
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + " …"


def _marked(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases with `counts` set: allowed error against the span of the expected values."""
    spans = [_span(case) for case in cases]
    typical = float(np.median([span for span in spans if np.isfinite(span)] or [0.0]))
    return tuple(
        replace(case, counts=_allowed(case) <= _TELLING * max(span, typical))
        for case, span in zip(cases, spans, strict=True)
    )


def _numbers(answer: Answer) -> np.ndarray[Any, np.dtype[np.float64]]:
    if isinstance(answer, tuple):
        return np.concatenate([_numbers(item) for item in answer] or [np.zeros(0)])
    return np.ravel(answer).astype(np.float64)


def _span(case: Case) -> float:
    if not case.accepted:
        return 0.0
    numbers = _numbers(case.accepted[0].answer)
    finite = numbers[np.isfinite(numbers)]
    return float(max(np.ptp(finite), np.abs(finite).max())) if finite.size else 0.0


def _allowed(case: Case) -> float:
    return _widest(case.accepted[0].allowed) if case.accepted else 0.0


def _widest(allowed: Answer) -> float:
    return float(_numbers(allowed).max(initial=0.0))


def _fault(check: Check, message: str) -> CourseError:
    return CourseError(message, *where(check.draw))
