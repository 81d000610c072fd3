"""What the inputs of a check have in common, learnt from its own cases, so that a simpler input stays allowed.

An instructor's `domain` predicate says what cannot be learnt (separable data); the rest (labels in {−1, +1},
distributions that sum to one, symmetric weights) shows in every drawn input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from grader.records import Argument, Array, TensorArg

_KEPT: Mapping[str, Callable[[Array], bool]] = {
    "signs": lambda a: bool(np.isin(a, (-1.0, 1.0)).all()),
    "bits": lambda a: bool(np.isin(a, (0.0, 1.0)).all()),
    "whole": lambda a: bool((a == np.round(a)).all()),
    "positive": lambda a: bool((a > 0).all()),
    "non-negative": lambda a: bool((a >= 0).all()),
    "below one": lambda a: bool((a < 1).all()),
    "at most one": lambda a: bool((a <= 1).all()),
    "distributions": lambda a: a.ndim > 0 and a.size > 0 and bool((np.abs(a.sum(axis=-1) - 1) < 1e-6).all()),
    "symmetric": lambda a: a.ndim == 2 and a.shape[0] == a.shape[1] and bool((a == a.T).all()),
    "finite": lambda a: bool(np.isfinite(a).all()),
    "not empty": lambda a: a.size > 0,
}

# An axis of an argument, counted from the last: (batches of) vectors then have their entries on the same axis.
_Axis = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Domain:
    """Properties by argument that all inputs share, ranks, the range of whole numbers such as an index, and which
    axes are equally long in all inputs.
    """

    properties: Mapping[str, frozenset[str]]
    ranks: Mapping[str, frozenset[int]]
    lowest: Mapping[str, float]
    linked: frozenset[tuple[_Axis, _Axis]]

    def holds(self, arguments: Mapping[str, Argument]) -> bool:
        """Whether these arguments look like the inputs that were learnt from."""
        arrays = {name: array for name, value in arguments.items() if (array := numbers(value)) is not None}
        return self._fit_together(arrays) and all(self._one(name, array) for name, array in arrays.items())

    def _fit_together(self, arrays: Mapping[str, Array]) -> bool:
        """Whether axes are as long as each other where they always were: what broadcasts is no input for that."""
        lengths = _lengths(arrays)
        return all(lengths[one] == lengths[other] for one, other in self.linked if {one, other} <= lengths.keys())

    def _one(self, name: str, array: Array) -> bool:
        if array.ndim not in self.ranks.get(name, frozenset()):
            return False
        if array.ndim == 0 and "whole" in self.properties[name] and array < self.lowest[name]:
            return False
        return all(_KEPT[kept](array) for kept in self.properties[name])


def numbers(value: Any) -> Array | None:
    """The argument's numbers as an array; None if it has none to simplify."""
    if isinstance(value, TensorArg):
        return value.array
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return np.asarray(float(value))
    return None


def learn(inputs: Sequence[Mapping[str, Argument]]) -> Domain:
    """The domain that all of `inputs` lie in."""
    names = list(inputs[0]) if inputs else []
    columns = {name: [a for one in inputs if (a := numbers(one.get(name))) is not None] for name in names}
    return Domain(
        properties={name: frozenset(_shared(arrays)) for name, arrays in columns.items()},
        ranks={name: frozenset(array.ndim for array in arrays) for name, arrays in columns.items()},
        lowest={
            name: min((float(array.min()) for array in arrays if array.size), default=0.0)
            for name, arrays in columns.items()
        },
        linked=_linked(inputs),
    )


def _linked(inputs: Sequence[Mapping[str, Argument]]) -> frozenset[tuple[_Axis, _Axis]]:
    """Pairs of axes that are equally long in every input that has both; those of one length throughout, too: nothing
    shows that they may differ.
    """
    rows = [_lengths({name: a for name, value in one.items() if (a := numbers(value)) is not None}) for one in inputs]
    pairs = {tuple(sorted(pair)) for row in rows for pair in combinations(row, 2)}
    return frozenset(
        (one, other)
        for one, other in pairs
        if all(row[one] == row[other] for row in rows if one in row and other in row)
    )


def _lengths(arrays: Mapping[str, Array]) -> dict[_Axis, int]:
    return {(name, axis): array.shape[axis] for name, array in arrays.items() for axis in range(-array.ndim, 0)}


def _shared(arrays: Sequence[Array]) -> Iterable[str]:
    return (kept for kept, holds in _KEPT.items() if arrays and all(holds(array) for array in arrays))
