"""The scan and its backward pass from their definitions, in rational arithmetic and quadratic time."""

from __future__ import annotations

from fractions import Fraction

from reference.oracle.ball import Vector


def scan(x: Vector) -> list[float]:
    """y_i = Σ_{j≤i} x_j."""
    return [_sum(x[: i + 1]) for i in range(len(x))]


def scan_backward(grad_y: Vector) -> list[float]:
    """Σ_i (∇_y L)_i ∂y_i/∂x_j, where ∂y_i/∂x_j is 1 for j ≤ i and else 0."""
    return [_sum(grad_y[j:]) for j in range(len(grad_y))]


def _sum(values: Vector) -> float:
    return float(sum((Fraction(float(value)) for value in values), Fraction(0)))
