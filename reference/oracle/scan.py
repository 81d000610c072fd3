"""The scan and its backward pass from their definitions, in rational arithmetic and quadratic time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from reference.oracle.ball import Vector


def scan(x: Any) -> Any:
    """y_i = Σ_{j≤i} x_j over the last axis of (..., n), as nested lists."""
    if np.ndim(x) > 1:
        return [scan(row) for row in x]
    return [_sum(x[: i + 1]) for i in range(len(x))]


def scan_backward(grad_y: Any) -> Any:
    """Σ_i (∇_y L)_i ∂y_i/∂x_j over the last axis, where ∂y_i/∂x_j is 1 for j ≤ i and else 0."""
    if np.ndim(grad_y) > 1:
        return [scan_backward(row) for row in grad_y]
    return [_sum(grad_y[j:]) for j in range(len(grad_y))]


def _sum(values: Vector) -> float:
    return float(sum((Fraction(float(value)) for value in values), Fraction(0)))
