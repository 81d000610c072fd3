"""Wrong gradients behind right values, and values that are no numbers: seen on what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.judge.compare import exact, mismatch
from grader.records import Array, Returned

Seen = Callable[[Mapping[str, Any], Returned], bool]


def gives(gradient: Callable[..., Any]) -> Seen:
    """Recognises what autograd gave as `gradient(*arguments)`: an array, or a tuple with one for each leaf."""

    def seen(arguments: Mapping[str, Any], returned: Returned) -> bool:
        with np.errstate(all="ignore"):
            wanted = gradient(*arguments.values())
        each = wanted if isinstance(wanted, tuple) else (wanted,)
        found = _gradients(returned)
        return len(found) == len(each) and all(
            mismatch(np.zeros(want.shape) if got is None else got, exact(want)) is None
            for got, want in zip(found, each, strict=True)
        )

    return seen


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


def _gradients(returned: Returned) -> tuple[Array | None, ...]:
    return returned.gradient.gradients if returned.gradient is not None else ()
