"""Centring the columns of a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def centred(X: Floats) -> Floats:
    """X minus the mean of each column, for X `(m, n)`."""
    return np.asanyarray(X - X.sum(axis=0) / len(X))
