"""Judging a differentiable function: its value, whether a gradient reaches each leaf, and what it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.judge.case import Accepted, Answer
from grader.judge.compare import Mismatch, mismatch
from grader.records import Argument, Array, Returned, TensorArg


def loss_weights(answer: Answer) -> Array | None:
    """∂L/∂result of the loss whose gradient is judged: fixed weights, so that no two entries can be confused.

    None where the result is a scalar, which is then the loss itself.
    """
    if isinstance(answer, tuple) or answer.ndim == 0:
        return None
    weights = np.random.default_rng(list(answer.shape)).normal(size=answer.shape)
    return weights.astype(np.float32).astype(np.float64)


def gradient_mismatch(
    returned: Returned, accepted: Accepted, arguments: Sequence[tuple[str, Argument]]
) -> Mismatch | None:
    """The first thing wrong, in this order: no tensor, wrong value, no path, wrong gradient, `.grad` touched."""
    gradient = returned.gradient
    if gradient is None or not gradient.is_tensor:
        return Mismatch("the result is no torch tensor, so no gradient can flow (`.item()` or NumPy inside?)")
    value = mismatch(returned.value, accepted)
    if value is not None:
        return value
    if not gradient.requires_grad:
        return Mismatch("the value is right, but no path leads from it to the input: detached inside?")
    if gradient.error is not None:
        return Mismatch(f"the value is right, but backward raised {gradient.error}")
    leaves = [name for name, value in arguments if isinstance(value, TensorArg) and value.requires_grad]
    if len(gradient.gradients) != len(leaves):  # the process that answers is the student's
        return Mismatch(f"there are {len(gradient.gradients)} gradients, and {len(leaves)} inputs that ask for one")
    for index, name in enumerate(leaves):
        found = _one(name, gradient.gradients[index], accepted, index)
        if found is not None:
            return found
    if gradient.grad_touched:
        return Mismatch("the function itself calls backward: it leaves something in `.grad` of its input")
    return None


def _one(name: str, got: Array | None, accepted: Accepted, index: int) -> Mismatch | None:
    assert accepted.gradients is not None
    want, allowed = accepted.gradients[index], accepted.gradients_allowed[index]
    if got is None:
        if not np.any(want):
            return None  # no path, and the true gradient is zero: nothing is missing
        return Mismatch(f"the value is right, but no path leads from it to `{name}`: detached inside?")
    found = mismatch(got, Accepted(want, allowed))
    return None if found is None else Mismatch(f"the gradient with respect to `{name}`{_spaced(found.message)}")


def _spaced(message: str) -> str:
    return message if message.startswith("[") else f": {message}"
