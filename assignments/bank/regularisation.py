"""The regularised log-likelihood of logistic regression, and the fit that maximises it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.logistic_regression import (
    FOUR,
    MODERATE,
    data,
    fits,
    gradient_of_bits,
    likelihood_of_bits,
    mean_likelihood,
    point,
)
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.judge.compare import as_array
from grader.records import Returned
from reference import logistic_regression as logistic
from reference.arrays import Array, Scalar

# --------------------------------------------------------------------------- the regularised likelihood


def _fits_lam(w: Array, X: Array, k: Array, lam: float) -> bool:
    return fits(w, X, k) and lam >= 0


@check("regularised_log_likelihood", reference=logistic.regularised_log_likelihood, domain=_fits_lam)
def regularised(draw: Draw) -> Arguments:
    """Regularised log-likelihood L(w) − λ‖w‖²."""
    return {**data(draw), "lam": draw.positive() * draw.scale(2.0**-7, 1.0, 8.0)}


regularised.edges(
    {**MODERATE[1], "lam": 0.0},
    {**MODERATE[2], "lam": 0.5},
    {**MODERATE[3], "lam": 1.0},
    {**MODERATE[4], "lam": 0.0},
    {**MODERATE[5], "lam": 2.0**-10},
    {**MODERATE[6], "lam": 100.0},
    {**MODERATE[7], "lam": 0.5},
    {**MODERATE[8], "lam": 1.0},
    {**MODERATE[9], "lam": 0.25},
    {**MODERATE[11], "lam": 0.25},
    {**point((0.25, -0.125), FOUR, (1, 1, -1, -1)), "lam": 8.0},
    {**point((-1.0, 2.0, 0.5, 0.0), ((1.0, 1.0, 1.0, 1.0),), (1,)), "lam": 3.0},
)


def _penalised(weight: float, w: Array, X: Array, k: Array, lam: float) -> Scalar:
    return logistic.regularised_log_likelihood(w, X, k, weight * lam)


def _penalised_in_mean(w: Array, X: Array, k: Array, lam: float) -> Any:
    return mean_likelihood(w, X, k) - lam * (w * w).sum()


def _penalised_wholly_in_mean(w: Array, X: Array, k: Array, lam: float) -> Scalar:
    return logistic.regularised_log_likelihood(w, X, k, lam) / len(k)


def _penalised_by_norm(w: Array, X: Array, k: Array, lam: float) -> Any:
    return logistic.log_likelihood(w, X, k) - lam * np.sqrt((w * w).sum())


def _penalised_by_sizes(w: Array, X: Array, k: Array, lam: float) -> Any:
    return logistic.log_likelihood(w, X, k) - lam * np.abs(w).sum()


def _penalised_by_square_of_lam(w: Array, X: Array, k: Array, lam: float) -> Scalar:
    return logistic.regularised_log_likelihood(w, X, k, lam * lam)


def _minus_regularised(w: Array, X: Array, k: Array, lam: float) -> Scalar:
    return -logistic.regularised_log_likelihood(w, X, k, lam)


def _regularised_bits(w: Array, X: Array, k: Array, lam: float) -> Any:
    return likelihood_of_bits(w, X, k) - lam * (w * w).sum()


symptom(regularised, "input modified in place")(in_place)
mistake(regularised, "½λ")(partial(_penalised, 0.5))
mistake(regularised, "+ λ‖w‖²")(partial(_penalised, -1.0))
mistake(regularised, "mean")(_penalised_in_mean)
mistake(regularised, "mean")(_penalised_wholly_in_mean)
mistake(regularised, "λ‖w‖ unsquared")(_penalised_by_norm)
mistake(regularised, "λ Σ|w_j| instead of λ‖w‖²")(_penalised_by_sizes)
mistake(regularised, "λ² instead of λ")(_penalised_by_square_of_lam)
mistake(regularised, "the regulariser is missing")(partial(_penalised, 0.0))
mistake(regularised, "the loss instead of the regularised log-likelihood")(_minus_regularised)
mistake(regularised, "labels read as {0,1}")(_regularised_bits)


# --------------------------------------------------------------------------- the fit

# From the sheet's table: the gradient at the answer, as a share of Σ_i ‖x_i‖.
SHARE = 1e-4
LEAST, MOST = float(np.float32(1e-3)), 1e2


def _fit_domain(X: Array, k: Array, lam: float) -> bool:
    return X.ndim == 2 and fits(np.zeros(X.shape[1]), X, k) and LEAST <= lam <= MOST and bool(X.any())


def fit_fault(X: Array, k: Array, lam: float, value: Any) -> str | None:
    """What is wrong with `value` as the maximiser of L(w) − λ‖w‖², judged by the gradient there; None if nothing is.

    Args:
        X: feature vectors (m, n), not all 0.
        k: classes (m,), each -1 or +1.
        lam: λ > 0.
        value: what the student returned.
    """
    w = as_array(value)
    if isinstance(w, str):
        return f"the result is {w}, expected weights of shape ({X.shape[1]},)"
    if w.shape != (X.shape[1],):
        return f"the result has shape {w.shape}, expected ({X.shape[1]},)"
    if not np.isfinite(w).all():
        return f"the weights are {w.tolist()}, expected finite ones: for λ > 0 there is a maximiser"
    left, allowed = _norm(_slope(w, X, k, lam)), SHARE * _reach(X)
    if left > allowed:
        return f"the gradient of L(w) − λ‖w‖² at your w has norm {left:.3g}; at most {allowed:.3g} is allowed"
    return None


def _slope(w: Array, X: Array, k: Array, lam: float) -> Array:
    with np.errstate(over="ignore"):
        return logistic.regularised_log_likelihood_grad(w.astype(np.float64), X, k, lam)


def _reach(X: Array) -> float:
    """Σ_i ‖x_i‖, the largest norm that the gradient of L can have."""
    return float(np.sqrt((X * X).sum(axis=1)).sum())


def _norm(vector: Array) -> float:
    return float(np.sqrt((vector * vector).sum()))


@check("fit", holds=fit_fault, domain=_fit_domain)
def fit(draw: Draw) -> Arguments:
    """The weights that maximise L(w) − λ‖w‖², also where the data are separable."""
    drawn = data(draw)
    return {"X": drawn["X"], "k": drawn["k"], "lam": draw.choice((2.0**-7, 0.125, 0.5, 1.0, 5.0, 30.0))}


def _given(number: int, lam: float) -> Arguments:
    return {"X": MODERATE[number]["X"], "k": MODERATE[number]["k"], "lam": lam}


def _separable(draw: Draw) -> Arguments:
    w, X = draw.normal(2), draw.normal(6, 2)
    return {"X": X, "k": np.where(X @ w > 0, 1.0, -1.0), "lam": LEAST}


fit.edges(
    _given(1, LEAST),
    _given(1, 1.0),
    _given(2, MOST),
    _given(4, 2.0**-7),
    _given(5, 0.125),
    _given(6, 0.5),
    _given(6, MOST),
    _given(8, 1.0),
    _given(9, LEAST),
    _given(11, 0.25),
    _separable,
    lambda draw: {**_separable(draw), "lam": 0.125},
)


# --------------------------------------------------------------------------- fits of something else

# A mistaken fit is known by the gradient that vanishes at it: that of what it maximises.


def _slope_of_half(w: Array, X: Array, k: Array, lam: float) -> Array:
    return _slope(w, X, k, lam / 2)


def _slope_of_mean(w: Array, X: Array, k: Array, lam: float) -> Array:
    return _slope(w, X, k, lam * len(k))


def _slope_of_share(w: Array, X: Array, k: Array, lam: float) -> Array:
    return _slope(w, X, k, lam / len(k))


def _slope_of_norm(w: Array, X: Array, k: Array, lam: float) -> Array:
    free, length = _slope(w, X, k, 0.0), _norm(w)
    if length <= SHARE and _norm(free) <= lam:
        return np.zeros(len(w))  # the kink at 0 is the maximum
    return free - lam * w / (length or 1.0)


def _slope_of_bits(w: Array, X: Array, k: Array, lam: float) -> Array:
    return gradient_of_bits(w, X, k) - 2 * lam * w


def _slope_without(left_out: int, w: Array, X: Array, k: Array, lam: float) -> Array:
    penalised = w.copy()
    penalised[left_out] = 0.0
    return _slope(w, X, k, 0.0) - 2 * lam * penalised


Slope = Callable[[Array, Array, Array, float], Array]


def _maximises(slope: Slope, arguments: Mapping[str, Any], returned: Returned) -> bool:
    X, k, lam = arguments["X"], arguments["k"], arguments["lam"]
    w = _weights(returned, X)
    if w is None or not np.isfinite(w).all():
        return False
    return _norm(slope(w, X, k, lam)) <= SHARE * _reach(X)


def _weights(returned: Returned, X: Array) -> Array | None:
    """The returned weights, if they are weights at all."""
    w = as_array(returned.value)
    return None if isinstance(w, str) or w.shape != (X.shape[1],) else w.astype(np.float64)


symptom(fit, "input modified in place")(in_place)
symptom(fit, "½λ")(partial(_maximises, _slope_of_half))
symptom(fit, "mean")(partial(_maximises, _slope_of_mean))
symptom(fit, "λ/m instead of λ")(partial(_maximises, _slope_of_share))
symptom(fit, "λ‖w‖ unsquared")(partial(_maximises, _slope_of_norm))
symptom(fit, "labels read as {0,1}")(partial(_maximises, _slope_of_bits))
symptom(fit, "the last weight is not regularised")(partial(_maximises, partial(_slope_without, -1)))
symptom(fit, "the first weight is not regularised")(partial(_maximises, partial(_slope_without, 0)))


@symptom(fit, "unregularised fit that diverges")
def unregularised(arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Hardly any force of the likelihood is left to hold against the regulariser's, or separable data drove w away."""
    X, k, lam = arguments["X"], arguments["k"], arguments["lam"]
    w = _weights(returned, X)
    if w is None:
        return False
    if not np.isfinite(w).all():
        return logistic.is_separating(logistic.fit(X, k, LEAST**2), X, k)  # hardly held back: it separates if any does
    return 3 * _norm(_slope(w, X, k, 0.0)) <= _norm(2 * lam * w)


@symptom(fit, "the search diverges: its steps are too long for a large λ")
def diverging(arguments: Mapping[str, Any], returned: Returned) -> bool:
    w = _weights(returned, arguments["X"])
    return w is not None and not np.isfinite(w).all()
