"""Logistic regression with classes ±1: the log-likelihood and its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import logistic_regression as logistic
from reference.arrays import Array, Scalar
from reference.sigmoid import log_sigmoid, sigmoid

# --------------------------------------------------------------------------- inputs


def data(draw: Draw) -> dict[str, Any]:
    """Weights, features and classes; margins stay far below where a naive exponential overflows."""
    m, n = draw.size(1, 8), draw.size(1, 5)
    return {"w": draw.normal(n), "X": draw.normal(m, n, scale=draw.scale(0.3, 1.0, 3.0)), "k": draw.signs(m)}


def point(w: tuple[float, ...], X: tuple[tuple[float, ...], ...], k: tuple[int, ...]) -> dict[str, Any]:
    return {"w": np.array(w), "X": np.array(X), "k": np.array(k, dtype=np.float64)}


def fits(w: Array, X: Array, k: Array) -> bool:
    """Whether these are m points of n features, with weights and classes ±1."""
    return X.ndim == 2 and X.shape == (len(k), len(w)) and bool((np.abs(k) == 1).all())


def far(scale: float, m: int, n: int) -> Any:
    """Margins of about scale², right and wrong ones."""

    def draw_far(draw: Draw) -> Arguments:
        return {"w": draw.normal(n, scale=scale), "X": draw.normal(m, n, scale=scale), "k": draw.signs(m)}

    return draw_far


FOUR = ((1.0, 2.0), (-1.0, 0.5), (2.0, -1.0), (0.0, 3.0))
MODERATE: tuple[dict[str, Any], ...] = (
    point((0.0,), ((1.0,),), (1,)),
    point((2.0,), ((1.5,),), (1,)),
    point((2.0,), ((1.5,),), (-1,)),
    point((0.0, 0.0), FOUR, (1, -1, 1, -1)),
    point((1.0, -1.0), FOUR, (1, 1, 1, 1)),
    point((1.0, -1.0), FOUR, (-1, -1, -1, -1)),
    point((1.0, 0.5), FOUR, (1, -1, 1, 1)),
    point((1.0, -2.0), ((0.0, 0.0), (0.0, 0.0)), (1, -1)),
    point((3.0, 0.0, -1.0), ((1.0, 2.0, 3.0),), (-1,)),
    point((20.0,), ((1.0,), (-1.0,), (2.0,)), (1, -1, 1)),
    point((20.0,), ((1.0,), (-1.0,), (2.0,)), (-1, 1, -1)),
    point((1.0, 1.0, 1.0), ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), (1, -1, 1)),
)
LARGE: tuple[Any, ...] = (
    point((1.0,), ((1e4,),), (1,)),
    point((1.0,), ((1e4,),), (-1,)),
    point((-100.0,), ((100.0,),), (1,)),
    point((800.0,), ((1.0,), (-1.0,)), (1, 1)),
    point((100.0, 1.0), ((100.0, 0.0), (-100.0, 0.0), (0.0, 1.0)), (1, 1, -1)),
    point((100.0, -1.0), ((100.0, 1.0), (90.0, 2.0), (-80.0, 1.0)), (-1, -1, -1)),
    point((1.0, -1.0), ((1000.0, 0.0), (0.0, 2000.0), (500.0, -500.0)), (-1, 1, -1)),
    far(30.0, 6, 3),
    far(100.0, 4, 4),
    far(100.0, 1, 1),
)


# --------------------------------------------------------------------------- the log-likelihood


@check("log_likelihood", reference=logistic.log_likelihood, domain=fits)
def likelihood(draw: Draw) -> Arguments:
    """Log-likelihood Σ_i log S(k_i wᵀx_i)."""
    return data(draw)


@check("log_likelihood", id="log_likelihood_large", reference=logistic.log_likelihood, domain=fits)
def large_likelihood(draw: Draw) -> Arguments:
    """Log-likelihood at margins up to ±1e4: finite and accurate."""
    return data(draw)


likelihood.edges(*MODERATE)
large_likelihood.extremes(*LARGE)


def mean_likelihood(w: Array, X: Array, k: Array) -> Scalar:
    return logistic.log_likelihood(w, X, k) / len(k)


def minus_likelihood(w: Array, X: Array, k: Array) -> Scalar:
    return -logistic.log_likelihood(w, X, k)


def likelihood_of_bits(w: Array, X: Array, k: Array) -> Scalar:
    """The formula for labels 0 and 1, given labels −1 and +1."""
    z = X @ w
    total: Scalar = (k * log_sigmoid(z) + (1 - k) * log_sigmoid(-z)).sum()
    return total


def likelihood_without_labels(w: Array, X: Array, _k: Array) -> Scalar:
    total: Scalar = log_sigmoid(X @ w).sum()
    return total


def likelihood_of_wrong_class(w: Array, X: Array, k: Array) -> Scalar:
    return logistic.log_likelihood(w, X, -k)


def log_of_total(w: Array, X: Array, k: Array) -> Any:
    return np.log(sigmoid(k * (X @ w)).sum())


def product_of_probabilities(w: Array, X: Array, k: Array) -> Any:
    return sigmoid(k * (X @ w)).prod()


def sum_of_probabilities(w: Array, X: Array, k: Array) -> Any:
    return sigmoid(k * (X @ w)).sum()


def transposed(w: Array, X: Array, k: Array) -> Scalar:
    return logistic.log_likelihood(w, X.T, k)


def naive_softplus(w: Array, X: Array, k: Array) -> Any:
    return -np.log(1 + np.exp(-k * (X @ w))).sum()


def naive_log_sigmoid(w: Array, X: Array, k: Array) -> Any:
    return np.log(naive_sigmoid(k * (X @ w))).sum()


def naive_quotient(w: Array, X: Array, k: Array) -> Any:
    return np.log(nan_sigmoid(k * (X @ w))).sum()


def naive_sigmoid(z: Array) -> Any:
    return 1 / (1 + np.exp(-z))


def nan_sigmoid(z: Array) -> Any:
    return np.exp(z) / (1 + np.exp(z))


for _check in (likelihood, large_likelihood):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "mean instead of sum")(mean_likelihood)
    mistake(_check, "labels read as {0,1}")(likelihood_of_bits)
    mistake(_check, "the labels are not used")(likelihood_without_labels)
    mistake(_check, "the loss −L(w) instead of L(w)")(minus_likelihood)
    mistake(_check, "S(−k wᵀx) instead of S(k wᵀx)")(likelihood_of_wrong_class)
    mistake(_check, "log of the sum instead of the sum of logs")(log_of_total)
    mistake(_check, "X transposed")(transposed)
for _naive in (naive_softplus, naive_log_sigmoid, naive_quotient):
    mistake(large_likelihood, "unstable log(1+exp)")(_naive)
mistake(likelihood, "the likelihood, without the logarithm")(product_of_probabilities)
mistake(likelihood, "the sum of the probabilities, without the logarithm")(sum_of_probabilities)


# --------------------------------------------------------------------------- its gradient


@check("log_likelihood_grad", reference=logistic.log_likelihood_grad, domain=fits)
def gradient(draw: Draw) -> Arguments:
    """Gradient of the log-likelihood with respect to w."""
    return data(draw)


@check("log_likelihood_grad", id="log_likelihood_grad_large", reference=logistic.log_likelihood_grad, domain=fits)
def large_gradient(draw: Draw) -> Arguments:
    """Gradient of the log-likelihood at margins up to ±1e4: finite and accurate."""
    return data(draw)


gradient.edges(*MODERATE)
large_gradient.extremes(*LARGE)


def minus_gradient(w: Array, X: Array, k: Array) -> Array:
    return -logistic.log_likelihood_grad(w, X, k)


def mean_gradient(w: Array, X: Array, k: Array) -> Array:
    return logistic.log_likelihood_grad(w, X, k) / len(k)


def gradient_of_bits(w: Array, X: Array, k: Array) -> Array:
    """Xᵀ(y − S), right for labels 0 and 1, given labels −1 and +1."""
    total: Array = X.T @ (k - sigmoid(X @ w))
    return total


def gradient_at_wrong_margins(w: Array, X: Array, k: Array) -> Array:
    total: Array = X.T @ (k * sigmoid(k * (X @ w)))
    return total


def gradient_without_labels(w: Array, X: Array, k: Array) -> Array:
    total: Array = X.T @ sigmoid(-k * (X @ w))
    return total


def gradient_of_unlabelled(w: Array, X: Array, k: Array) -> Array:
    return logistic.log_likelihood_grad(w, X, np.abs(k))


def gradient_with_slope(w: Array, X: Array, k: Array) -> Array:
    """The derivative of S itself, where that of log S is asked for."""
    margins = k * (X @ w)
    total: Array = X.T @ (k * sigmoid(margins) * sigmoid(-margins))
    return total


def unstable_gradient(w: Array, X: Array, k: Array) -> Array:
    total: Array = X.T @ (k * nan_sigmoid(-k * (X @ w)))
    return total


def unstable_gradient_of_bits(w: Array, X: Array, k: Array) -> Array:
    total: Array = X.T @ ((k + 1) / 2 - nan_sigmoid(X @ w))
    return total


for _check in (gradient, large_gradient):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "sign of the gradient")(minus_gradient)
    mistake(_check, "mean instead of sum")(mean_gradient)
    mistake(_check, "labels read as {0,1}")(gradient_of_bits)
    mistake(_check, "S(k wᵀx) instead of S(−k wᵀx)")(gradient_at_wrong_margins)
    mistake(_check, "the factor k_i is missing")(gradient_without_labels)
    mistake(_check, "the labels are not used")(gradient_of_unlabelled)
    mistake(_check, "derivative of S instead of log S")(gradient_with_slope)
for _naive in (unstable_gradient, unstable_gradient_of_bits):
    mistake(large_gradient, "unstable exp(z)/(1+exp(z))")(_naive)
