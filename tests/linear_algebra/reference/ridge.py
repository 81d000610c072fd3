"""Ridge regression: ‖Xw − y‖² + λ‖w‖² and its gradient."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ridge_loss(w: Floats, X: Floats, y: Floats, lam: float) -> Floats:
    """For w `(n,)`, X `(m, n)`, y `(m,)`."""
    residual = X @ w - y
    return np.asanyarray((residual * residual).sum() + lam * (w * w).sum())


def ridge_gradient(w: Floats, X: Floats, y: Floats, lam: float) -> Floats:
    """2Xᵀ(Xw − y) + 2λw."""
    return np.asanyarray(2 * X.T @ (X @ w - y) + 2 * lam * w)
