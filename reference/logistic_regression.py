"""Logistic regression, p(k|x; w) = S(k wᵀx) with k = ±1, and its regularised maximum likelihood fit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reference.arrays import Array, Scalar
from reference.sigmoid import log_sigmoid, sigmoid

# The gradient that `fit` leaves, relative to Σ_i ‖x_i‖ (the largest the likelihood's gradient can be).
GRADIENT_TOLERANCE = 1e-11
MAX_NEWTON_STEPS = 500


def log_likelihood(w: Array, X: Array, k: Array) -> Scalar:
    """Conditional log-likelihood, L(w) = Σ_i log S(k_i wᵀx_i).

    The sheet prints p(k|x; w) = log S(k wᵀx), a slip: p = S(k wᵀx).

    Args:
        w: weights (n,).
        X: feature vectors (m, n), one a row.
        k: classes (m,), each -1 or +1.

    Returns:
        A scalar, at most 0; accurate for margins k_i wᵀx_i of any size.

    Source: ss2020_seminar2, assignment 3 (a).
    """
    total: Scalar = log_sigmoid(k * (X @ w)).sum()
    return total


def log_likelihood_grad(w: Array, X: Array, k: Array) -> Array:
    """Gradient of the log-likelihood, ∇L(w) = Σ_i S(-k_i wᵀx_i) k_i x_i.

    Args:
        w: weights (n,).
        X: feature vectors (m, n).
        k: classes (m,), each -1 or +1.

    Returns:
        The gradient (n,).

    Source: ss2020_seminar2, assignment 3 (a).
    """
    residuals = k * sigmoid(-k * (X @ w))  # (m,)
    gradient: Array = residuals @ X
    return gradient


def is_separating(w: Array, X: Array, k: Array) -> bool:
    """Whether w classifies all of the data strictly right, k_i wᵀx_i > 0 for all i.

    Args:
        w: weights (n,).
        X: feature vectors (m, n).
        k: classes (m,), each -1 or +1.

    Returns:
        True or False; a point on the hyperplane is not separated.

    Source: ss2020_seminar2, assignment 3 (a).
    """
    return bool((k * (X @ w) > 0.0).all())


def regularised_log_likelihood(w: Array, X: Array, k: Array, lam: float) -> Scalar:
    """Regularised log-likelihood, F(w) = L(w) - λ‖w‖² (no ½).

    Args:
        w: weights (n,).
        X: feature vectors (m, n).
        k: classes (m,), each -1 or +1.
        lam: λ >= 0.

    Returns:
        A scalar, at most 0.

    Source: ss2020_seminar2, assignment 3 (b).
    """
    value: Scalar = log_likelihood(w, X, k) - lam * (w * w).sum()
    return value


def regularised_log_likelihood_grad(w: Array, X: Array, k: Array, lam: float) -> Array:
    """Gradient of the regularised log-likelihood, ∇F(w) = ∇L(w) - 2λw: what `fit` is judged by.

    Args:
        w: weights (n,).
        X: feature vectors (m, n).
        k: classes (m,), each -1 or +1.
        lam: λ >= 0.

    Returns:
        The gradient (n,).

    Source: ss2020_seminar2, assignment 3 (b).
    """
    return log_likelihood_grad(w, X, k) - 2.0 * lam * w


def fit(X: Array, k: Array, lam: float) -> Array:
    """The weights that maximise F(w) = L(w) - λ‖w‖², by Newton's method with a line search from w = 0.

    F is strictly concave for λ > 0: the maximiser exists and is unique, also where the data are separable.

    Args:
        X: feature vectors (m, n).
        k: classes (m,), each -1 or +1.
        lam: λ > 0.

    Returns:
        Weights (n,) with ‖∇F(w)‖ <= 1e-11 Σ_i ‖x_i‖.

    Raises:
        ValueError: λ is not positive.
        ArithmeticError: rounding keeps the gradient above that.
        numpy.linalg.LinAlgError: rounding makes the Hessian singular (features beyond about 1e6).

    Source: ss2020_seminar2, assignment 3 (b).
    """
    if not lam > 0.0:
        raise ValueError(f"lam: got {lam}, allowed lam > 0")
    allowed = GRADIENT_TOLERANCE * np.sqrt((X * X).sum(axis=1)).sum()
    w = np.zeros(X.shape[1])
    for _ in range(MAX_NEWTON_STEPS):
        gradient = regularised_log_likelihood_grad(w, X, k, lam)  # (n,)
        if np.sqrt((gradient * gradient).sum()) <= allowed:
            return w
        w = w + _newton_step(w, gradient, X, k, lam)
    raise ArithmeticError(f"fit: after {MAX_NEWTON_STEPS} steps the gradient is still above {allowed:.3g}")


def _newton_step(w: Array, gradient: Array, X: Array, k: Array, lam: float) -> Array:
    direction = np.linalg.solve(_negative_hessian(w, X, k, lam), gradient).astype(np.float64)  # (n,)

    def objective(length: float) -> Scalar:
        return regularised_log_likelihood(w + length * direction, X, k, lam)

    return _step_length(objective, (gradient * direction).sum()) * direction


def _negative_hessian(w: Array, X: Array, k: Array, lam: float) -> Array:
    margins = k * (X @ w)  # (m,)
    curvatures = sigmoid(margins) * sigmoid(-margins)  # (m,)
    hessian: Array = (X.T * curvatures) @ X + 2.0 * lam * np.eye(len(w))  # (n, n)
    return hessian


def _step_length(objective: Callable[[float], Scalar], slope: Scalar) -> float:
    """The first of 1, ½, ¼, … at which the objective along the step has risen by enough (Armijo's rule)."""
    start = objective(0.0)
    # Close to the maximum the rise drowns in the objective's rounding; there the full Newton step is right.
    rounding = 1e-14 * abs(start)
    length = 1.0
    while objective(length) < start + 1e-4 * length * slope - rounding:
        length /= 2.0
    return length
