"""Noisy labels t = ±1 of a network with outputs f_i: the likelihood, its loss in torch, and the cross-entropy.

What students get wrong is what they get wrong in logistic regression: a score is a product wᵀx of one feature.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from assignments.bank import noisy_labels as logistic
from assignments.bank.gradient_symptoms import cut_off, gives, not_finite, value_not_finite
from assignments.bank.logistic_regression import naive_sigmoid, nan_sigmoid
from assignments.bank.symptoms import in_place
from grader import Check, Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.records import TensorArg
from reference import noisy_labels as noisy
from reference.arrays import Array
from reference.sigmoid import sigmoid

Answer = Callable[..., Any]

# --------------------------------------------------------------------------- inputs


def _labelled(draw: Draw) -> Arguments:
    m = draw.size(1, 8)
    eps = draw.uniform(0.0, 0.5) if draw.integer(0, 1) else draw.probability()
    return {"scores": draw.normal(m, scale=draw.scale(0.3, 1.0, 2.0)), "t": draw.signs(m), "eps": eps}


def _domain(scores: Array, t: Array, eps: float) -> bool:
    return scores.ndim == 1 and scores.shape == t.shape and bool((np.abs(t) == 1).all()) and 0 <= eps <= 1


def _point(scores: tuple[float, ...], t: tuple[int, ...], eps: float) -> dict[str, Any]:
    return {"scores": np.array(scores), "t": np.array(t, dtype=np.float64), "eps": eps}


def _as_tensors(drawn: Arguments) -> Arguments:
    """The same in torch: the logits are a leaf, the labels are not."""
    scores, t, eps = drawn.values()
    return {"logits": TensorArg(np.asarray(scores), requires_grad=True), "t": TensorArg(np.asarray(t)), "eps": eps}


MODERATE: tuple[dict[str, Any], ...] = (
    _point((3.0,), (1,), 0.25),
    _point((3.0,), (-1,), 0.25),
    _point((-2.0,), (1,), 0.0),
    _point((-2.0,), (1,), 1.0),
    _point((0.0,), (1,), 0.25),
    _point((0.0, 0.0, 0.0), (1, -1, 1), 0.0),
    _point((1.0, -2.0, 0.5), (1, 1, -1), 0.0),
    _point((1.0, -2.0, 0.5), (1, 1, -1), 1.0),
    _point((1.0, -2.0, 0.5), (1, 1, -1), 0.5),
    _point((2.0, 1.0, 0.0, -1.0), (1, 1, 1, 1), 0.125),
    _point((2.0, 1.0, 0.0, -1.0), (-1, -1, -1, -1), 0.75),
    _point((4.0, -4.0), (1, -1), 2.0**-10),
    _point((5.0, -5.0, 5.0), (-1, 1, 1), 0.0625),
)
LARGE: tuple[dict[str, Any], ...] = (
    _point((1000.0,), (1,), 0.0),
    _point((1000.0,), (-1,), 0.0),
    _point((-1000.0,), (1,), 0.0),
    _point((1000.0,), (1,), 1.0),
    _point((-1000.0,), (-1,), 1.0),
    _point((1000.0, -1000.0), (-1, 1), 0.25),
    _point((1000.0, -1000.0, 0.0), (1, 1, -1), 0.5),
    _point((1000.0, 0.0, -1000.0, 1.0), (1, 1, 1, -1), 0.0),
    _point((1000.0, 0.0, -1000.0, 1.0), (1, 1, 1, -1), 1.0),
    _point((800.0, 2.0, -750.0), (-1, -1, -1), 0.125),
    _point((120.0, -110.0), (-1, 1), 0.0),
    _point((120.0, -110.0, 3.0), (1, -1, 1), 1.0),
    _point((50.0, -45.0), (-1, 1), 0.0),
    _point((50.0, 45.0), (1, 1), 1.0),
)
# --------------------------------------------------------------------------- what students compute instead


def _of_scores(answer: Answer) -> Answer:
    """An answer of logistic regression, for one feature with weight 1."""

    def of_scores(scores: Array, t: Array, eps: float) -> Any:
        return answer(np.ones(1, dtype=scores.dtype), scores[:, np.newaxis], t, eps)

    return of_scores


def _negative(answer: Answer) -> Answer:
    def negative(scores: Array, t: Array, eps: float) -> Any:
        return -answer(scores, t, eps)

    return negative


def guarded_likelihood(guard: float, scores: Array, t: Array, eps: float) -> Any:
    margins = t * scores
    return np.log((1 - eps) * sigmoid(margins) + eps * sigmoid(-margins) + guard).sum()


def guarded_cross_entropy(guard: float, scores: Array, t: Array, eps: float) -> Any:
    margins = t * scores
    return -((1 - eps) * np.log(sigmoid(margins) + guard) + eps * np.log(sigmoid(-margins) + guard)).sum()


def bounded_cross_entropy(scores: Array, t: Array, eps: float) -> Any:
    """As torch's binary_cross_entropy has it: no logarithm below −100."""
    margins = t * scores
    log_right, log_flipped = (np.maximum(np.log(sigmoid(z)), -100.0) for z in (margins, -margins))
    return -((1 - eps) * log_right + eps * log_flipped).sum()


def clipped(answer: Answer, limit: float, scores: Array, t: Array, eps: float) -> Any:
    return answer(np.clip(scores, -limit, limit), t, eps)


LIKELIHOOD_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("1−ε and ε swapped", _of_scores(logistic.swapped_likelihood)),
    ("Σ_k p log q (the bound) instead of log Σ", _of_scores(logistic.bound)),
    ("mean", _of_scores(logistic.mean_likelihood)),
    ("the noise is not used: ε = 0", _of_scores(logistic.noiseless_likelihood)),
)
# Seen on moderate scores only: on large ones they are no finite numbers, or all the same.
MODERATE_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("labels read as {0,1}", _of_scores(logistic.likelihood_of_bits)),
    ("log of the sum over i instead of the sum of logs", _of_scores(logistic.log_of_total)),
    ("the likelihood, without the logarithm", _of_scores(logistic.likelihood_without_logarithm)),
)
SIGMOIDS = (naive_sigmoid, nan_sigmoid, sigmoid)
UNSTABLE: tuple[Answer, ...] = (
    *(_of_scores(partial(logistic.unstable_likelihood, s)) for s in SIGMOIDS),
    _of_scores(logistic.one_minus_likelihood),
)
GUARDS = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20)
GUARDED = "unstable: a small number put inside the logarithm"
LIMITS = (20.0, 30.0, 50.0, 80.0, 500.0)
CLIPPED = "unstable: the scores are clipped"

# --------------------------------------------------------------------------- the log-likelihood


@check("noisy_log_likelihood", reference=noisy.noisy_log_likelihood, domain=_domain)
def likelihood(draw: Draw) -> Arguments:
    """Log-likelihood of noisy labels."""
    return _labelled(draw)


@check("noisy_log_likelihood", id="noisy_log_likelihood_large", reference=noisy.noisy_log_likelihood, domain=_domain)
def large_likelihood(draw: Draw) -> Arguments:
    """Log-likelihood of noisy labels at scores up to ±1000, also for ε = 0 and 1."""
    return _labelled(draw)


likelihood.edges(*MODERATE)
large_likelihood.extremes(*LARGE)

for _check in (likelihood, large_likelihood):
    symptom(_check, "input modified in place")(in_place)
    for _words, _answer in LIKELIHOOD_MISTAKES:
        mistake(_check, _words)(_answer)
    mistake(_check, "the loss instead of the log-likelihood")(_of_scores(logistic.minus_likelihood))
for _words, _answer in MODERATE_MISTAKES:
    mistake(likelihood, _words)(_answer)
for _answer in UNSTABLE:
    mistake(large_likelihood, "unstable")(_answer)
for _guard in GUARDS:
    mistake(large_likelihood, GUARDED)(partial(guarded_likelihood, _guard))
for _limit in LIMITS:
    mistake(large_likelihood, CLIPPED)(partial(clipped, noisy.noisy_log_likelihood, _limit))
symptom(large_likelihood, "unstable")(value_not_finite)

# --------------------------------------------------------------------------- the loss in torch


@check("noisy_nll", reference=noisy.noisy_nll_value, gradients=noisy.noisy_nll_gradient, domain=_domain)
def loss(draw: Draw) -> Arguments:
    """The loss of noisy labels in torch, minus the log-likelihood, and its gradient by autograd."""
    return _as_tensors(_labelled(draw))


@check(
    "noisy_nll",
    id="noisy_nll_large",
    reference=noisy.noisy_nll_value,
    gradients=noisy.noisy_nll_gradient,
    domain=_domain,
)
def large_loss(draw: Draw) -> Arguments:
    """The loss of noisy labels and its gradient at logits up to ±1000 and at 0, also for ε = 0 and 1."""
    return _as_tensors(_labelled(draw))


loss.edges(*map(_as_tensors, MODERATE))
large_loss.extremes(*map(_as_tensors, LARGE))


def gradient_of_bound(logits: Array, t: Array, eps: float) -> Array:
    gradient: Array = -t * ((1 - eps) * sigmoid(-t * logits) - eps * sigmoid(t * logits))
    return gradient


def flat_at_zero(derivative: float) -> Answer:
    """log S(z) as min(z, 0) − log(1 + exp(−|z|)): at z = 0 autograd's derivative of min is 0, ½ or 1, of |z| it is 0."""

    def gradient(logits: Array, t: Array, eps: float) -> Array:
        wrong: Array = -t * (1 - 2 * eps) * derivative
        return np.where(logits == 0, wrong, noisy.noisy_nll_gradient(logits, t, eps))

    return gradient


for _check in (loss, large_loss):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "`noisy_nll` with the sign of the likelihood")(noisy.noisy_log_likelihood)
    for _words, _answer in LIKELIHOOD_MISTAKES:
        mistake(_check, _words)(_negative(_answer))
for _words, _answer in MODERATE_MISTAKES:
    mistake(loss, _words)(_negative(_answer))
for _answer in UNSTABLE:
    mistake(large_loss, "unstable")(_negative(_answer))
for _guard in GUARDS:
    mistake(large_loss, GUARDED)(_negative(partial(guarded_likelihood, _guard)))
for _limit in LIMITS:
    mistake(large_loss, CLIPPED)(partial(clipped, noisy.noisy_nll_value, _limit))
symptom(large_loss, "unstable")(value_not_finite)
for _check in (loss, large_loss):
    symptom(_check, "detached or `.item()` result (no gradient)")(cut_off)
    for _derivative in (0.0, 1.0):
        symptom(_check, "the gradient at a logit of 0 is wrong: max or |·| has a kink there")(
            gives(flat_at_zero(_derivative))
        )
    symptom(_check, "the value of the likelihood, but the gradient of the bound")(gives(gradient_of_bound))
    symptom(_check, "unstable: the value is finite, its gradient is not")(not_finite)

# --------------------------------------------------------------------------- the cross-entropy


@check("soft_label_cross_entropy", reference=noisy.soft_label_cross_entropy, domain=_domain)
def cross_entropy(draw: Draw) -> Arguments:
    """Cross-entropy with softened labels, (1) = −Σ_i Σ_k p_i(k) log q(k|x_i)."""
    return _labelled(draw)


@check(
    "soft_label_cross_entropy",
    id="soft_label_cross_entropy_large",
    reference=noisy.soft_label_cross_entropy,
    domain=_domain,
)
def large_cross_entropy(draw: Draw) -> Arguments:
    """Cross-entropy with softened labels at scores up to ±1000, also for ε = 0 and 1."""
    return _labelled(draw)


cross_entropy.edges(*MODERATE)
large_cross_entropy.extremes(*LARGE)

CROSS_ENTROPY_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("sign (the printed (1) taken for the bound)", logistic.bound),
    ("ε/2 smoothing", logistic.smoothed_cross_entropy),
    ("mean", logistic.mean_cross_entropy),
    ("ε and 1−ε swapped", logistic.swapped_cross_entropy),
    ("−log Σ (the likelihood of a) instead of the bound", logistic.minus_likelihood),
    ("the noise is not used: ε = 0", logistic.hard_cross_entropy),
    ("the term of the other label, weighted by ε, is missing", logistic.halves_of_cross_entropy),
)
UNSTABLE_CROSS_ENTROPIES: tuple[Answer, ...] = (
    *(_of_scores(partial(logistic.unstable_cross_entropy, s)) for s in SIGMOIDS),
    _of_scores(logistic.one_minus_cross_entropy),
    _of_scores(logistic.one_minus_class_cross_entropy),
    bounded_cross_entropy,
)


def _refuse(check: Check) -> None:
    symptom(check, "input modified in place")(in_place)
    for words, answer in CROSS_ENTROPY_MISTAKES:
        mistake(check, words)(_of_scores(answer))


_refuse(cross_entropy)
_refuse(large_cross_entropy)
for _answer in UNSTABLE_CROSS_ENTROPIES:
    mistake(large_cross_entropy, "unstable")(_answer)
for _guard in GUARDS:
    mistake(large_cross_entropy, GUARDED)(partial(guarded_cross_entropy, _guard))
for _limit in LIMITS:
    mistake(large_cross_entropy, CLIPPED)(partial(clipped, noisy.soft_label_cross_entropy, _limit))
symptom(large_cross_entropy, "unstable")(value_not_finite)
