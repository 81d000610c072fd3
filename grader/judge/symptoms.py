"""Mistakes of every topic that are no values: they are seen on how a call went, or on the gradients it left.

Each is known by its name, so that a kit can hold it as data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from grader.judge.compare import exact, mismatch
from grader.records import Array, Returned

Seen = Callable[[Mapping[str, Any], Returned], bool]


def in_place(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether an argument was changed."""
    return bool(returned.modified)


def detached(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether no gradient can flow: the result is no tensor, or no path leads from it to any leaf."""
    gradient = returned.gradient
    return gradient is not None and not (gradient.is_tensor and gradient.requires_grad)


def value_not_finite(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether nan or an infinity came back; for checks where every right value is finite."""
    return isinstance(returned.value, float | np.ndarray) and not np.isfinite(returned.value).all()


def cut_off(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether no gradient reaches any input: no tensor came back, or one without a path to them."""
    found = returned.gradient
    if found is None or found.error is not None:
        return False
    return not (found.is_tensor and found.requires_grad) or all(gradient is None for gradient in found.gradients)


def not_finite(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether the value is finite and a gradient is not."""
    if not isinstance(returned.value, float | np.ndarray) or not np.isfinite(returned.value).all():
        return False
    return any(gradient is not None and not np.isfinite(gradient).all() for gradient in _gradients(returned))


def one_path_missing(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether the gradient reaches some of the inputs, but not all."""
    missing = [gradient is None for gradient in _gradients(returned)]
    return any(missing) and not all(missing)


@dataclass(frozen=True, slots=True)
class Gives:
    """Recognises what autograd gave as `gradient(*arguments)`: an array, or a tuple with one for each leaf."""

    gradient: Callable[..., Any]

    def __call__(self, arguments: Mapping[str, Any], returned: Returned) -> bool:
        """Whether every gradient is that one; a missing one counts as zero."""
        with np.errstate(all="ignore"):
            wanted = self.gradient(*arguments.values())
        each = wanted if isinstance(wanted, tuple) else (wanted,)
        found = _gradients(returned)
        return len(found) == len(each) and all(
            mismatch(np.zeros(want.shape) if got is None else got, exact(want)) is None
            for got, want in zip(found, each, strict=True)
        )


def gives(gradient: Callable[..., Any]) -> Seen:
    """Recognises a wrong gradient behind a right value; see `Gives`."""
    return Gives(gradient)


@dataclass(frozen=True, slots=True)
class FiniteWhere:
    """Recognises a finite value on inputs where `infinite(*arguments)`: there the right one is not."""

    infinite: Callable[..., bool]

    def __call__(self, arguments: Mapping[str, Any], returned: Returned) -> bool:
        """Whether a finite number came back where none is right."""
        found = isinstance(returned.value, float | np.ndarray) and bool(np.isfinite(returned.value).all())
        return found and bool(self.infinite(*arguments.values()))


def finite_where(infinite: Callable[..., bool]) -> Seen:
    """Recognises logarithms that were clamped or guarded; see `FiniteWhere`."""
    return FiniteWhere(infinite)


def _gradients(returned: Returned) -> tuple[Array | None, ...]:
    return returned.gradient.gradients if returned.gradient is not None else ()


NAMED: Mapping[str, Seen] = MappingProxyType(
    {seen.__name__: seen for seen in (in_place, detached, value_not_finite, cut_off, not_finite, one_path_missing)}
)
