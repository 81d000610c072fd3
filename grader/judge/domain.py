"""What the inputs of a check have in common, learnt from its own cases, so that a simpler input stays allowed.

An instructor's `domain` predicate says what cannot be learnt (separable data); the rest (labels in {−1, +1},
distributions that sum to one, symmetric weights) shows in every drawn input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Domain:
    """Properties by argument that all inputs share, ranks, and the range of whole numbers such as an index."""

    properties: Mapping[str, frozenset[str]]
    ranks: Mapping[str, frozenset[int]]
    lowest: Mapping[str, float]

    def holds(self, arguments: Mapping[str, Argument]) -> bool:
        """Whether these arguments look like the inputs that were learnt from."""
        return all(self._one(name, numbers(value)) for name, value in arguments.items() if numbers(value) is not None)

    def _one(self, name: str, array: Array | None) -> bool:
        assert array is not None
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
    )


def _shared(arrays: Sequence[Array]) -> Iterable[str]:
    return (kept for kept, holds in _KEPT.items() if arrays and all(holds(array) for array in arrays))
