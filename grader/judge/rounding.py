"""How far a right answer may be from the reference: derived from the formula, not chosen.

Monte-Carlo arithmetic runs the *reference* on an ndarray subclass that perturbs the inputs and the result of
every ufunc by a random relative 2⁻²⁸. The spread of the results, divided by 2⁻²⁸, is the formula's own rounding
scale: multiplied by a machine epsilon it is the error that honest work in that precision makes. (Parker, Monte
Carlo Arithmetic, 1997; Frechtling & Leong, MCALIB, 2015.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.judge.case import Answer

EPS_SINGLE = float(np.finfo(np.float32).eps)
EPS_DOUBLE = float(np.finfo(np.float64).eps)

_PERTURBATION = 2.0**-28
_RUNS = 4
# Where an input is as long as this, few runs are enough if every entry gets the widest spread of all: along a sum of
# 10⁶ numbers the errors of one run wander, and are small by chance where those of honest work are not.
_VERY_LONG, _FEW_RUNS = 10_000, 2
_SAFETY = 16.0
# A change this large from a perturbation of 2⁻²⁸ is no rounding: the formula jumps there (a tie, a sign).
_JUMP = 1e-3
# Beyond this size sums are longer than the measurements behind the rule; errors then grow like a random walk.
_LONG = 64
# These only select or flip a sign: they round nothing.
_EXACT = frozenset({np.maximum, np.minimum, np.negative, np.absolute, np.sign, np.fmax, np.fmin, np.conjugate})
# NumPy functions that move or select numbers without computing with them.
# fmt: off
_MOVING = frozenset(
    {
        "where", "concatenate", "stack", "hstack", "vstack", "atleast_1d", "atleast_2d", "reshape", "ravel",
        "transpose", "swapaxes", "moveaxis", "squeeze", "expand_dims", "broadcast_to", "take",
        "take_along_axis", "sort", "flip", "roll", "repeat", "tile", "diag", "diagonal", "triu", "tril", "copy",
        "max", "min", "amax", "amin", "maximum", "minimum", "clip", "abs", "absolute", "sign", "real",
        "nan_to_num", "zeros_like", "ones_like", "full_like",
    }
)
# fmt: on


class Perturbed(np.ndarray[Any, Any]):
    """An array whose every arithmetic result carries a random relative error of 2⁻²⁸."""

    rng: np.random.Generator

    def __array_finalize__(self, source: object) -> None:
        if isinstance(source, Perturbed):
            self.rng = source.rng

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        plain = [_plain(value) for value in inputs]
        if method in ("reduce", "accumulate", "reduceat") or ufunc is np.matmul:
            # Their partial sums round too; a perturbed summand stands for that.
            plain = [value if ufunc in _EXACT else _perturb(value, self.rng) for value in plain]
        if kwargs.get("out") is not None:
            kwargs["out"] = tuple(_plain(value) for value in kwargs["out"])
        if "where" in kwargs:
            kwargs["where"] = _plain(kwargs["where"])
        result = getattr(ufunc, method)(*plain, **kwargs)
        if isinstance(result, tuple):
            return tuple(_wrap(value, self.rng) for value in result)
        return _wrap(result, self.rng, exact=ufunc in _EXACT)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Keeps the class through functions that drop it (`np.where`); what computes inside them rounds too."""
        result = super().__array_function__(func, types, args, kwargs)
        exact = func.__name__ in _MOVING
        if isinstance(result, tuple):
            return tuple(_wrap(value, self.rng, exact=exact) for value in result)
        return _wrap(result, self.rng, exact=exact) if isinstance(result, np.ndarray | np.generic) else result


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Perturbed) else value


def _perturb(value: Any, rng: np.random.Generator) -> Any:
    array = np.asarray(value)
    if array.dtype.kind != "f":
        return value
    factor = rng.uniform(1 - _PERTURBATION, 1 + _PERTURBATION, array.shape)
    factor *= array  # in place: most of the time on long arrays went into making others
    return factor


def _wrap(value: Any, rng: np.random.Generator, *, exact: bool = False) -> Any:
    array = np.asarray(value)
    if array.dtype.kind != "f":
        return value
    wrapped = np.asarray(array if exact else _perturb(array, rng)).view(Perturbed)
    wrapped.rng = rng
    return wrapped


def perturbed(value: Any, rng: np.random.Generator) -> Any:
    """A float argument as a perturbed array; anything else as it is.

    0 and ±1 stay: they are exact wherever they stand, and 1 − ε at ε = 1 is no rounding error.
    """
    if not (isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")):
        return value
    array = np.asarray(value)
    exact = (array == 0) | (np.abs(array) == 1)
    return _wrap(np.where(exact, array, _perturb(array, rng)), rng, exact=True)


def as_answer(value: Any) -> Answer:
    """A reference's return value as plain arrays (tuples stay tuples)."""
    if isinstance(value, tuple | list) and not _numeric_list(value):
        return tuple(as_answer(item) for item in value)
    array = np.asarray(value)
    return array.astype(np.float64) if array.dtype.kind == "f" else array


def _numeric_list(value: Sequence[Any]) -> bool:
    return isinstance(value, list) and all(isinstance(item, int | float) for item in value)


def allowed_error(
    reference: Callable[..., Any], arguments: Sequence[Any], answer: Answer, eps: float = EPS_SINGLE
) -> Answer:
    """The allowed absolute error of every number of `answer = reference(*arguments)`.

    16·eps·(|expected| + max(1, max|input|) + rounding scale), times √(n/64) where an input is longer than 64.
    The same structure and shapes as `answer`.
    """
    size, longest = _magnitude(arguments)
    scales = _rounding_scales(reference, arguments, answer, size, longest)
    if longest >= _VERY_LONG:
        scales = [_widest(scale) for scale in scales]
    factor = _SAFETY * eps * max(1.0, np.sqrt(longest / _LONG))
    return _combine(answer, scales, factor, size)


def floor_error(arguments: Sequence[Any], answer: Answer, eps: float, slack: float) -> Answer:
    """The rule without the rounding scale, plus `slack`: quick, for inputs like others whose scale is known."""
    size, longest = _magnitude(arguments)
    factor = _SAFETY * eps * max(1.0, np.sqrt(longest / _LONG))
    return _floor(answer, factor, size, slack)


def _floor(answer: Answer, factor: float, size: float, slack: float) -> Answer:
    if isinstance(answer, tuple):
        return tuple(_floor(item, factor, size, slack) for item in answer)
    if answer.dtype.kind != "f":
        return np.zeros(answer.shape)
    return np.asarray(factor * (np.where(np.isfinite(answer), np.abs(answer), 0.0) + size) + slack)


def _magnitude(arguments: Sequence[Any]) -> tuple[float, int]:
    """max(1, largest finite magnitude among float inputs), and the longest dimension."""
    size, longest = 1.0, 1
    for value in arguments:
        if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
            array = np.abs(np.asarray(value, dtype=np.float64))
            finite = array[np.isfinite(array)]
            size = max(size, float(finite.max(initial=0.0)))
            longest = max(longest, *array.shape, 1)
    return size, longest


def _rounding_scales(
    reference: Callable[..., Any], arguments: Sequence[Any], answer: Answer, size: float, longest: int
) -> list[Answer]:
    rng = np.random.default_rng(0)
    scales = []
    with np.errstate(all="ignore"):
        for _ in range(_FEW_RUNS if longest >= _VERY_LONG else _RUNS):
            noisy = as_answer(_strip(reference(*[perturbed(_copy(value), rng) for value in arguments])))
            scales.append(_spread(noisy, answer, size))
    return scales


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def _strip(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value)(_strip(item) for item in value)
    return _plain(value)


def _spread(noisy: Answer, answer: Answer, size: float) -> Answer:
    if isinstance(answer, tuple):
        if not isinstance(noisy, tuple) or len(noisy) != len(answer):
            return tuple(_spread(item, item, size) for item in answer)
        return tuple(_spread(a, b, size) for a, b in zip(noisy, answer, strict=True))
    if isinstance(noisy, tuple) or noisy.shape != answer.shape or answer.dtype.kind != "f":
        return np.zeros(answer.shape)
    change = np.abs(noisy - answer)
    jump = ~np.isfinite(change) | (change > _JUMP * np.maximum(size, np.abs(answer)))
    return np.asarray(np.where(jump, 0.0, change / _PERTURBATION))


def _widest(scale: Answer) -> Answer:
    if isinstance(scale, tuple):
        return tuple(map(_widest, scale))
    return np.full(scale.shape, scale.max(initial=0.0))


def _combine(answer: Answer, scales: Sequence[Answer], factor: float, size: float) -> Answer:
    if isinstance(answer, tuple):
        return tuple(
            _combine(item, [scale[i] for scale in scales if isinstance(scale, tuple)], factor, size)
            for i, item in enumerate(answer)
        )
    if answer.dtype.kind != "f":
        return np.zeros(answer.shape)
    magnitude = np.where(np.isfinite(answer), np.abs(answer), 0.0)
    spread = np.max(np.stack([np.asarray(scale) for scale in scales]), axis=0)
    return np.asarray(factor * (magnitude + size + spread))
