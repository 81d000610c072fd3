"""Simpler inputs: what to try instead of one on which an answer is wrong, simplest first.

Greedy and batched, because the function lives in another process: all candidates of a round are called at once and
the first that still fails is kept. Candidates drop an index of linked dimensions (axes of one length), then
simplify whole arrays, then single numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from grader.judge.domain import numbers
from grader.records import Argument, Array, TensorArg

BATCH = 64
_EMPTY = 1000  # so many numbers are read sooner than none is understood

Arguments = Mapping[str, Argument]


def size(arguments: Arguments) -> tuple[int, float]:
    """What shrinking makes smaller: how many numbers, then how hard they are to read. An array without any shows
    least of all.
    """
    arrays = [array for value in arguments.values() if (array := numbers(value)) is not None]
    return sum(array.size or _EMPTY for array in arrays), sum(float(_difficulty(array).sum()) for array in arrays)


def _difficulty(array: Array) -> Array:
    """0 for 0, 1 for 1, 2 for a small whole number, more for large ones, most for fractions and signs."""
    magnitude = np.abs(array.astype(float))
    magnitude = np.where(np.isfinite(magnitude), magnitude, np.where(np.isnan(magnitude), 0.0, 1e3))
    whole, eighths = magnitude == np.rint(magnitude), magnitude * 8
    short = eighths == np.rint(eighths)
    base = 9.0 - 5.0 * short - 2.0 * whole - 1.0 * (magnitude == 1) - 2.0 * (magnitude == 0)
    return np.asarray(base + np.log1p(magnitude) / 100 + 0.5 * (array < 0))


def candidates(arguments: Arguments) -> Iterator[Arguments]:
    """Simpler arguments, boldest first; the caller checks that they are allowed."""
    yield from _shorter(arguments)
    yield from _plainer(arguments)
    yield from _single(arguments)


def _shorter(arguments: Arguments) -> Iterator[Arguments]:
    """Without some indices of every axis of one length, and of one argument's axis alone."""
    shapes = {name: array.shape for name, value in arguments.items() if (array := numbers(value)) is not None}
    lengths = sorted({length for shape in shapes.values() for length in shape if length > 0}, reverse=True)
    for length in lengths:
        linked = [(name, axis) for name, shape in shapes.items() for axis, n in enumerate(shape) if n == length]
        groups = [linked, *([pair] for pair in linked)] if len(linked) > 1 else [linked]
        for group in groups:
            for keep in _kept(length):
                yield _take(arguments, group, keep)


def _kept(length: int) -> Iterator[Array]:
    everything = np.arange(length)
    if length > 2:
        yield everything[:2]
        yield everything[-2:]
        yield everything[: length // 2]
        yield everything[length // 2 :]
    for index in range(min(length, 8)):
        yield np.delete(everything, index)


def _take(arguments: Arguments, group: list[tuple[str, int]], keep: Array) -> Arguments:
    changed = dict(arguments)
    for name, axis in group:
        array = numbers(changed[name])
        assert array is not None
        changed[name] = _like(arguments[name], np.take(array, keep, axis=axis))
    return changed


def _plainer(arguments: Arguments) -> Iterator[Arguments]:
    """One argument all zeros, all ones, uniform, rounded to whole numbers or to eighths."""
    for name, value in arguments.items():
        array = numbers(value)
        if array is None or array.size == 0:
            continue
        for plain in (
            np.zeros(array.shape),
            np.ones(array.shape),
            np.full(array.shape, 1 / array.shape[-1] if array.ndim else 0.5),
            np.round(array),
            np.round(array * 8) / 8,
        ):
            if not np.array_equal(plain, array):
                yield {**arguments, name: _like(value, plain)}


def _single(arguments: Arguments) -> Iterator[Arguments]:
    """One number simpler; in a square matrix its mirror image too."""
    for name, value in arguments.items():
        array = numbers(value)
        if array is None or array.size > BATCH:
            continue
        for index in np.ndindex(array.shape):
            for number in _simpler(float(array[index])):
                changed = array.copy()
                changed[index] = number
                if array.ndim == 2 and array.shape[0] == array.shape[1] and array[index] == array[index[::-1]]:
                    changed[index[::-1]] = number
                yield {**arguments, name: _like(value, changed)}


def _simpler(number: float) -> Iterator[float]:
    if not np.isfinite(number):
        return
    for simple in (
        0.0,
        1.0,
        abs(number),
        float(np.round(number)),
        float(np.trunc(number / 2)),
        round(number * 8) / 8,
    ):
        if simple != number:
            yield simple


def _like(value: Argument, array: Array) -> Argument:
    if isinstance(value, TensorArg):
        return replace(value, array=array)
    if isinstance(value, np.ndarray):
        return array
    plain: float = array.item()
    return int(plain) if isinstance(value, int) and plain == int(plain) else plain
