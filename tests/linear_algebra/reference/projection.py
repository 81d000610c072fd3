"""Orthogonal projection onto the columns of a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def project(A: Floats, b: Floats) -> Floats:
    """A (AᵀA)⁻¹ Aᵀ b, for A `(m, n)` of full column rank and b `(m,)`."""
    gram = A.T @ A
    return np.asanyarray(A @ np.linalg.solve(gram, A.T @ b))


def residual(A: Floats, b: Floats) -> Floats:
    """b minus its projection onto the columns of A."""
    return np.asanyarray(b - project(A, b))


def is_orthogonal(a: Floats, b: Floats) -> bool:
    """Whether aᵀb is exactly 0, for vectors `(n,)`."""
    return bool((a * b).sum() == 0)
