"""The inclusive cumulative sum, its backward pass, and both as a `torch.autograd.Function`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.gradient_symptoms import gives
from assignments.bank.symptoms import detached, in_place
from grader import Draw, check, halt, mistake, symptom
from grader.course.question import Arguments
from grader.judge.gradients import loss_weights
from grader.judge.mistakes import Answered
from grader.records import Stopped, StopReason, TensorArg
from reference import scan as reference
from reference.arrays import Array

LENGTHS = FEW, MANY, LONG = 1000, 50_000, 10**6
# Sums of slices of 50 numbers cost little more than the call; of 5·10⁴, many times as much.
GROWTH = 2.5

# --------------------------------------------------------------------------- inputs


def _vector(draw: Draw) -> Array:
    return np.asarray(draw.normal(draw.size(1, 9), scale=draw.scale()))


EDGES: tuple[Array, ...] = (
    np.zeros(0),
    np.array([3.0]),
    np.array([-0.5]),
    np.zeros(4),
    np.ones(5),
    np.array([1.0, -1.0, 1.0, -1.0, 1.0]),
    np.array([1.0, 0.0, 0.0, 0.0]),
    np.array([0.0, 0.0, 0.0, 1.0]),
    np.array([1.0, 2.0]),
    np.array([1000.0, 1.0, -1000.0]),
    np.arange(12.0),
    np.array([2.0, 3.0, 5.0, 7.0, 11.0]),
)


def _long(name: str, n: int) -> Callable[[Draw], Arguments]:
    def draw_long(draw: Draw) -> Arguments:
        return {name: draw.normal(n)}

    return draw_long


def _long_tensor(n: int) -> Callable[[Draw], Arguments]:
    def draw_long(draw: Draw) -> Arguments:
        return {"x": draw.tensor(draw.normal(n))}

    return draw_long


# --------------------------------------------------------------------------- what students compute instead


def exclusive(x: Array) -> Array:
    sums: Array = reference.scan(x) - x
    return sums


def from_the_end(x: Array) -> Array:
    return reference.scan_backward(x)


def exclusive_from_the_end(grad_y: Array) -> Array:
    sums: Array = reference.scan_backward(grad_y) - grad_y
    return sums


def not_reversed_back(grad_y: Array) -> Array:
    return reference.scan(grad_y[..., ::-1])


def as_it_is(x: Array) -> Array:
    return x


def total_everywhere(x: Array) -> Array:
    total: Array = np.zeros(x.shape) + x.sum(axis=-1, keepdims=True)
    return total


def running_mean(x: Array) -> Array:
    mean: Array = reference.scan(x) / np.arange(1, x.shape[-1] + 1)
    return mean


def running_product(x: Array) -> Array:
    products: Array = np.multiply.accumulate(x, axis=-1)
    return products


def weighted_by_count(grad_y: Array) -> Array:
    """The derivative of the sum of all y, times grad_y."""
    weighted: Array = grad_y * np.arange(grad_y.shape[-1], 0, -1)
    return weighted


# --------------------------------------------------------------------------- scan


@check("scan", reference=reference.scan)
def scan(draw: Draw) -> Arguments:
    """Inclusive cumulative sum, y_i = Σ_{j≤i} x_j."""
    return {"x": _vector(draw)}


@check("scan", id="scan_linear", reference=reference.scan, within=2.0)
def linear_scan(draw: Draw) -> Arguments:
    """Cumulative sum of 10⁶ numbers in at most 2 s."""
    return {"x": _vector(draw)}


scan.edges(*({"x": x} for x in EDGES))
linear_scan.edges(*(_long("x", n) for n in LENGTHS))

for _check in (scan, linear_scan):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "exclusive")(exclusive)
    mistake(_check, "summed from the end")(from_the_end)
    mistake(_check, "x itself, not summed")(as_it_is)
    mistake(_check, "the total in every place")(total_everywhere)
    mistake(_check, "mean instead of sum")(running_mean)
    mistake(_check, "product instead of sum")(running_product)

# --------------------------------------------------------------------------- its backward pass


@check("scan_backward", reference=reference.scan_backward)
def backward(draw: Draw) -> Arguments:
    """Backward pass of scan."""
    return {"grad_y": _vector(draw)}


@check("scan_backward", id="scan_backward_linear", reference=reference.scan_backward, within=2.0)
def linear_backward(draw: Draw) -> Arguments:
    """Backward pass of scan for 10⁶ numbers in at most 2 s."""
    return {"grad_y": _vector(draw)}


backward.edges(*({"grad_y": x} for x in EDGES))
linear_backward.edges(*(_long("grad_y", n) for n in LENGTHS))

BACKWARD_MISTAKES = (
    ("forward scan of grad", reference.scan),
    ("exclusive", exclusive_from_the_end),
    ("exclusive", exclusive),
    ("no reversal back", not_reversed_back),
    ("grad_y itself, not summed", as_it_is),
    ("the total in every place", total_everywhere),
    ("grad_y times the number of outputs that x_j enters", weighted_by_count),
)
for _check in (backward, linear_backward):
    symptom(_check, "input modified in place")(in_place)
    for _words, _answer in BACKWARD_MISTAKES:
        mistake(_check, _words)(_answer)

# --------------------------------------------------------------------------- both, in torch


def _tensor(draw: Draw) -> Arguments:
    axes = 2 if draw.plain else draw.integer(1, 3)
    return {"x": draw.tensor(draw.normal(*(draw.size(1, 6) for _ in range(axes)), scale=draw.scale()))}


def _gradient(_x: Array, grad_y: Array) -> Array:
    return reference.scan_backward(grad_y)


@check("ScanFunction.apply", id="scan_function", reference=reference.scan, gradients=_gradient)
def function(draw: Draw) -> Arguments:
    """ScanFunction.apply scans the last axis, and its gradient is right."""
    return _tensor(draw)


@check("ScanFunction.apply", id="scan_function_linear", reference=reference.scan, gradients=_gradient, within=2.0)
def linear_function(draw: Draw) -> Arguments:
    """ScanFunction on 10⁶ numbers in at most 2 s."""
    return _tensor(draw)


function.edges(
    *({"x": TensorArg(x, requires_grad=True)} for x in EDGES),
    lambda draw: {"x": draw.tensor(draw.normal(3, 1))},
    lambda draw: {"x": draw.tensor(draw.normal(2, 3, 4))},
)
linear_function.edges(*(_long_tensor(n) for n in LENGTHS))


def along_first_axis(x: Array) -> Array:
    return np.moveaxis(reference.scan(np.moveaxis(x, 0, -1)), -1, 0)


def over_all(x: Array) -> Array:
    return np.cumsum(x).reshape(x.shape)


def _quadratic(_arguments: Mapping[str, Any], stopped: Stopped, right: Sequence[Answered]) -> bool:
    """Whether the work grows faster than the numbers: linear work, however slow, takes as long for each of many."""
    if stopped.reason is not StopReason.TIMEOUT:
        return stopped.reason is StopReason.MEMORY
    few, many = _seconds_each(right, FEW), _seconds_each(right, MANY)
    return few is None or many is None or many > GROWTH * few


def _seconds_each(right: Sequence[Answered], n: int) -> float | None:
    """What a call took for each of its n numbers; None if none of that length came back."""
    seconds = (item.returned.seconds for item in right if _length(item) == n)
    return next((taken / n for taken in seconds), None)


def _length(answered: Answered) -> int:
    return max(int(np.size(value)) for value in answered.arguments.values())


for _check in (linear_scan, linear_backward, linear_function):
    halt(_check, "O(n²) matrix or sums of slices")(_quadratic)


def _weighted(answer: Callable[[Array], Array], x: Array) -> Array:
    """`answer` of ∂L/∂y, which has the shape of x."""
    weights = loss_weights(x)
    return answer(x if weights is None else weights)


for _check in (function, linear_function):
    symptom(_check, "input modified in place")(in_place)
    symptom(_check, "detached: no gradient can flow")(detached)
    mistake(_check, "wrong axis")(along_first_axis)
    mistake(_check, "summed over all entries, not along the last axis")(over_all)
    for _words, _answer in (("exclusive", exclusive), ("summed from the end", from_the_end)):
        mistake(_check, _words)(_answer)
    for _words, _answer in BACKWARD_MISTAKES:
        symptom(_check, _words)(gives(partial(_weighted, _answer)))
