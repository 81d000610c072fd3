"""Euclidean norms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def norm(x: Floats) -> Floats:
    """√(Σ xᵢ²), for x `(n,)`."""
    return np.asanyarray(np.sqrt((x * x).sum()))


def is_unit(x: Floats) -> bool:
    """Whether Σ xᵢ² is exactly 1, for x `(n,)`."""
    return bool((x * x).sum() == 1)
