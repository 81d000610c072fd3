"""Logistic regression from noisy labels t = ±1: the likelihood, and the cross-entropy that bounds it."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from assignments.bank.logistic_regression import FOUR, data, fits, naive_sigmoid, nan_sigmoid, point
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import noisy_logistic as noisy
from reference.arrays import Array, Scalar
from reference.sigmoid import log_sigmoid, sigmoid

# --------------------------------------------------------------------------- inputs


def _labelled(draw: Draw) -> Arguments:
    drawn = data(draw)
    eps = draw.uniform(0.0, 0.5) if draw.integer(0, 1) else draw.probability()
    return {"w": drawn["w"], "X": drawn["X"], "t": drawn["k"], "eps": eps}


def _domain(w: Array, X: Array, t: Array, eps: float) -> bool:
    return fits(w, X, t) and 0 <= eps <= 1


def _point(w: tuple[float, ...], X: tuple[tuple[float, ...], ...], t: tuple[int, ...], eps: float) -> Arguments:
    drawn = point(w, X, t)
    return {"w": drawn["w"], "X": drawn["X"], "t": drawn["k"], "eps": eps}


def _far(scale: float, m: int, n: int, eps: float) -> Any:
    def draw_far(draw: Draw) -> Arguments:
        X, t = draw.normal(m, n, scale=scale), draw.signs(m)
        return {"w": draw.normal(n, scale=scale), "X": X, "t": t, "eps": eps}

    return draw_far


MODERATE: tuple[Arguments, ...] = (
    _point((2.0,), ((1.5,),), (1,), 0.25),
    _point((2.0,), ((1.5,),), (-1,), 0.25),
    _point((2.0,), ((1.5,),), (-1,), 0.0),
    _point((2.0,), ((1.5,),), (-1,), 1.0),
    _point((1.0, -1.0), FOUR, (1, -1, 1, -1), 0.0),
    _point((1.0, -1.0), FOUR, (1, -1, 1, -1), 1.0),
    _point((1.0, -1.0), FOUR, (1, -1, 1, -1), 0.5),
    _point((1.0, 0.5), FOUR, (1, 1, 1, 1), 0.125),
    _point((1.0, 0.5), FOUR, (-1, -1, -1, -1), 0.75),
    _point((0.0, 0.0), FOUR, (1, -1, 1, 1), 0.25),
    _point((0.0, 0.0), FOUR, (1, -1, 1, 1), 0.0),
    _point((3.0, 0.0, -1.0), ((1.0, 2.0, 3.0),), (-1,), 2.0**-10),
    _point((10.0,), ((1.0,), (-1.0,), (2.0,)), (1, -1, -1), 0.0625),
)
LARGE: tuple[Any, ...] = (
    _point((1.0,), ((1e4,),), (1,), 0.0),
    _point((1.0,), ((1e4,),), (-1,), 0.0),
    _point((1.0,), ((1e4,),), (1,), 1.0),
    _point((1.0,), ((-1e4,),), (1,), 0.25),
    _point((100.0, 1.0), ((90.0, 0.0), (-90.0, 0.0), (0.0, 1.0)), (1, 1, -1), 0.5),
    _point((100.0, 1.0), ((90.0, 0.0), (-90.0, 0.0), (0.0, 1.0)), (1, 1, -1), 0.0),
    _point((-800.0,), ((1.0,), (2.0,)), (1, -1), 1.0),
    _point((1000.0,), ((1.0,), (2.0,)), (1, -1), 0.125),
    _far(100.0, 5, 3, 0.0),
    _far(100.0, 4, 4, 1.0),
    _far(60.0, 6, 2, 0.25),
    _far(30.0, 3, 3, 0.0),
)

# --------------------------------------------------------------------------- the log-likelihood


@check("noisy_log_likelihood", reference=noisy.noisy_log_likelihood, domain=_domain)
def likelihood(draw: Draw) -> Arguments:
    """Log-likelihood of noisy labels."""
    return _labelled(draw)


@check("noisy_log_likelihood", id="noisy_log_likelihood_large", reference=noisy.noisy_log_likelihood, domain=_domain)
def large_likelihood(draw: Draw) -> Arguments:
    """Log-likelihood of noisy labels at margins up to ±1e4, also for ε = 0 and 1."""
    return _labelled(draw)


likelihood.edges(*MODERATE)
large_likelihood.extremes(*LARGE)


def swapped_likelihood(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    return noisy.noisy_log_likelihood(w, X, t, 1 - eps)


def bound(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    return -noisy.soft_label_cross_entropy(w, X, t, eps)


def mean_likelihood(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    return noisy.noisy_log_likelihood(w, X, t, eps) / len(t)


def minus_likelihood(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    return -noisy.noisy_log_likelihood(w, X, t, eps)


def noiseless_likelihood(w: Array, X: Array, t: Array, _eps: float) -> Scalar:
    return noisy.noisy_log_likelihood(w, X, t, 0.0)


def likelihood_of_bits(w: Array, X: Array, t: Array, eps: float) -> Any:
    """The formula for labels 0 and 1, given labels −1 and +1."""
    q = sigmoid(X @ w)
    flipped = (1 - eps) * q + eps * (1 - q)
    return (t * np.log(flipped) + (1 - t) * np.log(1 - flipped)).sum()


def log_of_total(w: Array, X: Array, t: Array, eps: float) -> Any:
    return np.log(_mixture(sigmoid, w, X, t, eps).sum())


def likelihood_without_logarithm(w: Array, X: Array, t: Array, eps: float) -> Any:
    return _mixture(sigmoid, w, X, t, eps).prod()


def _mixture(s: Any, w: Array, X: Array, t: Array, eps: float) -> Any:
    margins = t * (X @ w)
    return (1 - eps) * s(margins) + eps * s(-margins)


def unstable_likelihood(s: Any, w: Array, X: Array, t: Array, eps: float) -> Any:
    return np.log(_mixture(s, w, X, t, eps)).sum()


def one_minus_likelihood(w: Array, X: Array, t: Array, eps: float) -> Any:
    """S(−z) as 1 − S(z): exactly 0 from z = 37 on."""
    q = naive_sigmoid(t * (X @ w))
    return np.log((1 - eps) * q + eps * (1 - q)).sum()


for _check in (likelihood, large_likelihood):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "1−ε and ε swapped")(swapped_likelihood)
    mistake(_check, "Σ_k p log q (the bound) instead of log Σ")(bound)
    mistake(_check, "mean")(mean_likelihood)
    mistake(_check, "the loss instead of the log-likelihood")(minus_likelihood)
    mistake(_check, "the noise is not used: ε = 0")(noiseless_likelihood)
mistake(likelihood, "labels read as {0,1}")(likelihood_of_bits)
mistake(likelihood, "log of the sum over i instead of the sum of logs")(log_of_total)
mistake(likelihood, "the likelihood, without the logarithm")(likelihood_without_logarithm)
for _sigmoid in (naive_sigmoid, nan_sigmoid, sigmoid):
    mistake(large_likelihood, "unstable")(partial(unstable_likelihood, _sigmoid))
mistake(large_likelihood, "unstable")(one_minus_likelihood)


# --------------------------------------------------------------------------- the cross-entropy


@check("soft_label_cross_entropy", reference=noisy.soft_label_cross_entropy, domain=_domain)
def cross_entropy(draw: Draw) -> Arguments:
    """Cross-entropy with softened labels, −Σ_i Σ_k p_i(k) log q(k|x_i; w)."""
    return _labelled(draw)


@check(
    "soft_label_cross_entropy",
    id="soft_label_cross_entropy_large",
    reference=noisy.soft_label_cross_entropy,
    domain=_domain,
)
def large_cross_entropy(draw: Draw) -> Arguments:
    """Cross-entropy with softened labels at margins up to ±1e4, also for ε = 0 and 1."""
    return _labelled(draw)


cross_entropy.edges(*MODERATE)
large_cross_entropy.extremes(*LARGE)


def smoothed_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    return noisy.soft_label_cross_entropy(w, X, t, eps / 2)


def swapped_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    return noisy.soft_label_cross_entropy(w, X, t, 1 - eps)


def mean_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    return noisy.soft_label_cross_entropy(w, X, t, eps) / len(t)


def hard_cross_entropy(w: Array, X: Array, t: Array, _eps: float) -> Scalar:
    return noisy.soft_label_cross_entropy(w, X, t, 0.0)


def halves_of_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    """Only the term of the label as it was given."""
    total: Scalar = -(1 - eps) * log_sigmoid(t * (X @ w)).sum()
    return total


def unstable_cross_entropy(s: Any, w: Array, X: Array, t: Array, eps: float) -> Any:
    margins = t * (X @ w)
    return -((1 - eps) * np.log(s(margins)) + eps * np.log(s(-margins))).sum()


def one_minus_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Any:
    q = naive_sigmoid(t * (X @ w))
    return -((1 - eps) * np.log(q) + eps * np.log(1 - q)).sum()


def one_minus_class_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Any:
    """The same by class, k = +1 and k = −1, instead of by label."""
    q = naive_sigmoid(X @ w)
    plus = np.where(t > 0, 1 - eps, eps)
    return -(plus * np.log(q) + (1 - plus) * np.log(1 - q)).sum()


for _check in (cross_entropy, large_cross_entropy):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "sign")(bound)
    mistake(_check, "labels smoothed with ε/2")(smoothed_cross_entropy)
    mistake(_check, "ε and 1−ε swapped")(swapped_cross_entropy)
    mistake(_check, "mean")(mean_cross_entropy)
    mistake(_check, "−log Σ (the likelihood of 4a) instead of the bound")(minus_likelihood)
    mistake(_check, "the noise is not used: ε = 0")(hard_cross_entropy)
    mistake(_check, "the term of the other label, weighted by ε, is missing")(halves_of_cross_entropy)
for _sigmoid in (naive_sigmoid, nan_sigmoid, sigmoid):
    mistake(large_cross_entropy, "unstable")(partial(unstable_cross_entropy, _sigmoid))
mistake(large_cross_entropy, "unstable")(one_minus_cross_entropy)
mistake(large_cross_entropy, "unstable")(one_minus_class_cross_entropy)
