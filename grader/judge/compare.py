"""Comparing a student's value with an accepted one: exact shape, exact nan/inf pattern, allowed error per number.

Nothing broadcasts, nothing is cast down, and nan equals nan only where the accepted answer is nan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.case import Accepted, Answer
from grader.judge.rounding import EPS_SINGLE
from grader.records import Array, Opaque

_DIGITS, _ALL_DIGITS = 7, 17  # of a number: as a student reads it, and as many as any has


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a value is not the accepted one; `where` is "[2, 5]", "" for a scalar or the whole."""

    message: str
    where: str = ""


def mismatch(value: Any, accepted: Accepted) -> Mismatch | None:
    """None if `value`, as it came over the wire, is within the allowed error of `accepted`."""
    return _compare(value, accepted.answer, accepted.allowed, "")


def _compare(value: Any, answer: Answer, allowed: Answer, name: str) -> Mismatch | None:
    if isinstance(answer, tuple):
        return _compare_parts(value, answer, allowed, name)
    array = as_array(value)
    if isinstance(array, str):
        return Mismatch(f"{name or 'the result'} {unfit(value, array, _describe(answer))}", name)
    if not same_shape(array.shape, answer.shape):
        return Mismatch(f"{name or 'the result'} has shape {array.shape}, expected {answer.shape}", name)
    return _compare_numbers(array.reshape(answer.shape), answer, np.asarray(allowed), name)


def _compare_parts(value: Any, answer: tuple[Answer, ...], allowed: Answer, name: str) -> Mismatch | None:
    if isinstance(value, np.ndarray) and value.ndim:
        value = [np.asarray(item) for item in value]
    if not isinstance(value, list) or len(value) != len(answer):
        got = f"{len(value)} values" if isinstance(value, list) else _name_of(value)
        return Mismatch(f"the result is {got}, expected {len(answer)} values", name)
    for index, (item, part) in enumerate(zip(value, answer, strict=True)):
        found = _compare(item, part, allowed[index], f"{name}part {index + 1} of the result")
        if found is not None:
            return found
    return None


def _compare_numbers(array: Array, answer: Array, allowed: Array, name: str) -> Mismatch | None:
    wrong = differs(array, answer, allowed)
    if not wrong.any():
        return None
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(wrong)), wrong.shape))
    where = name + (f"[{', '.join(map(str, index))}]" if index else "")
    count = f"{int(wrong.sum())} of {wrong.size} differ; " if wrong.size > 1 else ""
    place = f"{where}: " if where else ""
    return Mismatch(f"{place}{_apart(array[index], answer[index], float(allowed[index]), count)}", where)


def differs(array: Array, answer: Array, allowed: Array) -> Array:
    """True where a number is not accepted; all three of one shape."""
    got, want = array.astype(np.float64, copy=False), answer.astype(np.float64, copy=False)
    finite = np.isfinite(want)
    with np.errstate(all="ignore"):
        distance = np.subtract(got, want)
        far = ~(np.abs(distance, out=distance) <= allowed) if distance.ndim else ~(np.abs(distance) <= allowed)
        if finite.all():
            return np.asarray(far)
        same_special = (np.isnan(want) & np.isnan(got)) | (want == got)
    return np.where(finite, far, ~same_special)


def as_array(value: Any) -> Array | str:
    """The value as an array of numbers, or what it is in words if it is none that may be handed in."""
    if isinstance(value, bool | int | float):
        return _from_number(value)
    if isinstance(value, list):
        value = _from_list(value)
    if not isinstance(value, np.ndarray):
        return _name_of(value)
    if value.dtype.kind == "c":
        return "complex"
    if value.dtype.kind not in "bifu":
        return f"an array of {value.dtype}"
    if value.dtype.kind == "f" and value.dtype.itemsize < 4:
        return f"of dtype {value.dtype}, too coarse to judge"
    return value


def unfit(value: Any, words: str, expected: str) -> str:
    """What is wrong with a value that is no array of numbers: `words` of `as_array`, then what was expected instead.
    Beside an array of a dtype that cannot be judged a shape would seem to be what is asked for.
    """
    if not isinstance(value, np.ndarray):
        return f"is {words}, expected {expected}"
    wanted = {"f": "", "c": ", expected real numbers"}
    return f"is {words}{wanted.get(value.dtype.kind, ', expected numbers')}"


def _from_number(value: float) -> Array | str:
    try:
        return np.asarray(float(value) if isinstance(value, int) and abs(value) >= 2**63 else value)
    except OverflowError:
        return "an integer too large for a float"


def _from_list(value: list[Any]) -> Any:
    if not value:
        return np.zeros(0)
    parts = [as_array(item) for item in value]
    if any(isinstance(part, str) for part in parts):
        return value
    arrays = [part for part in parts if not isinstance(part, str)]
    if len({part.shape for part in arrays}) != 1:
        return value
    return np.stack(arrays)


def same_shape(got: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    """Whether shapes agree; one number in an array is a number."""
    return got == expected or (expected == () and got == (1,))


def _name_of(value: Any) -> str:
    if value is None:
        return "None (is a `return` missing?)"
    if isinstance(value, Opaque):
        return f"an object of type {value.type_name}"
    if isinstance(value, list):
        return f"a list of {len(value)} values that is no array"
    return f"a {type(value).__name__}"


def _describe(answer: Array) -> str:
    return "a number" if answer.shape == () else f"an array of shape {answer.shape}"


def _apart(got: Any, expected: Any, allowed: float, count: str) -> str:
    """Two numbers that differ by more than allowed. Where seven digits do not show by how much, as many as do, and the
    difference beside what is allowed.
    """
    apart = abs(float(got) - float(expected))
    digits = next((digits for digits in range(_DIGITS, _ALL_DIGITS) if _tells(got, expected, digits)), _ALL_DIGITS)
    numbers = f"got {show(got, digits)}, expected {show(expected, digits)}"
    if digits == _DIGITS:
        return f"{numbers} ({count}allowed {allowed:.1g})"
    return f"{numbers} ({count}off by {apart:.3g}, allowed {allowed:.3g})"


def _tells(got: Any, expected: Any, digits: int) -> bool:
    """Whether so many digits show the difference, right to a tenth of it."""
    apart = float(got) - float(expected)
    if not np.isfinite(apart):
        return True
    shown = float(f"{float(got):.{digits}g}") - float(f"{float(expected):.{digits}g}")
    return abs(shown - apart) <= abs(apart) / 10


def show(number: Any, digits: int = _DIGITS) -> str:
    """A number as a student reads it: enough digits to see a difference, no more; no sign on zero."""
    plain = number.item() if isinstance(number, np.generic | np.ndarray) else number
    if isinstance(plain, bool | int):
        return str(plain)
    return f"{plain + 0.0:.{digits}g}"


def exact(answer: Any) -> Accepted:
    """An accepted answer without a reference formula behind it: compared at single precision of its own size."""
    array = np.asarray(answer)
    return Accepted(array, np.asarray(16 * EPS_SINGLE * (1 + np.abs(np.nan_to_num(array.astype(float))))))
