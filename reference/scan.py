"""The inclusive cumulative sum (scan) and its backward pass."""

from __future__ import annotations

import numpy as np

from reference.arrays import Array


def scan(x: Array) -> Array:
    """Inclusive cumulative sum over the last axis, y_i = Σ_{j≤i} x_j.

    Args:
        x: (..., n), n >= 0.

    Returns:
        y (..., n), in linear time.

    Source: ss2020_seminar2, assignment 5.
    """
    y: Array = np.add.accumulate(x, axis=-1)
    return y


def scan_backward(grad_y: Array) -> Array:
    """Gradient with respect to the scan's input, (∇_x L)_j = Σ_{i≥j} (∇_y L)_i.

    Args:
        grad_y: ∇_y L (..., n), n >= 0.

    Returns:
        ∇_x L (..., n), in linear time.

    Source: ss2020_seminar2, assignment 5.
    """
    # x_j enters y_j and all that follow: the transposed scan runs from the end.
    return scan(grad_y[..., ::-1])[..., ::-1]
