"""A VAE with binary latents: the data term of the ELBO and its exact gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.records import FunctionArg
from reference import bernoulli_vae as vae
from reference.arrays import Array, LogLikelihood
from reference.sigmoid import sigmoid

Answer = Callable[..., Any]

# --------------------------------------------------------------------------- inputs


def _decoder(A: Array, b: Array, x: Array) -> FunctionArg:
    """log p(x|z) of a decoder that no state but z itself explains: it is not linear in any component of z."""
    return FunctionArg("bernoulli_decoder", {"A": A, "b": b, "x": x})


def _drawn_decoder(draw: Draw, n: int) -> FunctionArg:
    D = draw.size(2, 5)
    return _decoder(draw.normal(D, n, scale=draw.scale(1.0, 2.0, 4.0)), draw.normal(D), draw.signs(D))


def drawn_latents(draw: Draw, n: int) -> dict[str, Any]:
    return {"phi": draw.normal(n, scale=draw.scale(0.5, 1.0, 2.0)), "log_p": _drawn_decoder(draw, n)}


def _data_term(draw: Draw) -> Arguments:
    return drawn_latents(draw, draw.size(1, 6))


def with_logits(*phi: float) -> Callable[[Draw], dict[str, Any]]:
    def draw_decoder(draw: Draw) -> dict[str, Any]:
        return {"phi": np.array(phi), "log_p": _drawn_decoder(draw, len(phi))}

    return draw_decoder


def _many(n: int) -> Callable[[Draw], Arguments]:
    return lambda draw: drawn_latents(draw, n)


def _known(phi: Sequence[float], A: Sequence[Sequence[float]], b: Sequence[float], x: Sequence[float]) -> Arguments:
    return {"phi": np.array(phi), "log_p": _decoder(np.array(A), np.array(b), np.array(x))}


EDGES: tuple[Any, ...] = (
    with_logits(0.0),
    with_logits(-2.0),
    with_logits(0.0, 0.0, 0.0),
    with_logits(1.0, -1.0),
    with_logits(0.25, 0.75),
    with_logits(4.0, -4.0, 4.0),
    with_logits(8.0, 0.0),
    with_logits(-8.0, -8.0, 2.0),
    with_logits(0.5, 0.5, 0.5, 0.5, 0.5),
    _known([1.0], [[2.0]], [0.0], [1.0]),
    _known([1.0, -0.5], [[3.0, 3.0]], [-3.0], [-1.0]),
    _known([0.5, 1.5, -1.0], [[1.0, -2.0, 4.0], [2.0, 0.0, -1.0]], [0.5, -1.0], [1.0, -1.0]),
    _many(8),
    _many(12),
)

# --------------------------------------------------------------------------- what students compute instead


def _by_means(means: Array) -> Array:
    """Π μ_i^z_i (1 − μ_i)^(1 − z_i) for all states, whatever numbers the means are."""
    states = vae.latent_states(len(means))
    product: Array = np.where(states == 1, means, 1 - means).prod(axis=-1)
    return product


def _values(phi: Array, log_p: LogLikelihood) -> Array:
    return log_p(vae.latent_states(len(phi)))


def _expected(probabilities: Array, values: Array) -> Any:
    return (probabilities * values).sum()


def with_means(phi: Array, log_p: LogLikelihood) -> Any:
    return _expected(_by_means(phi), _values(phi, log_p))


def unweighted(phi: Array, log_p: LogLikelihood) -> Any:
    return _values(phi, log_p).sum()


def uniform(phi: Array, log_p: LogLikelihood) -> Any:
    return _values(phi, log_p).mean()


def at_the_mean(phi: Array, log_p: LogLikelihood) -> Any:
    return log_p(sigmoid(phi)[np.newaxis])[0]


def at_the_mode(phi: Array, log_p: LogLikelihood) -> Any:
    return log_p((phi > 0).astype(np.float64)[np.newaxis])[0]


def log_of_expectation(phi: Array, log_p: LogLikelihood) -> Any:
    return np.log(_expected(vae.latent_probabilities(phi), np.exp(_values(phi, log_p))))


def without_logarithm(phi: Array, log_p: LogLikelihood) -> Any:
    return _expected(vae.latent_probabilities(phi), np.exp(_values(phi, log_p)))


def minus_data_term(phi: Array, log_p: LogLikelihood) -> Any:
    return -vae.data_term(phi, log_p)


def exchanged(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term(-phi, log_p)


def reversed_bits(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term(phi[::-1], log_p)


def with_entropy(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term(phi, log_p) - _expected(vae.latent_probabilities(phi), np.log(vae.latent_probabilities(phi)))


def mean_of_terms(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term(phi, log_p) / 2 ** len(phi)


def without_state(index: int, phi: Array, log_p: LogLikelihood) -> Any:
    terms = vae.latent_probabilities(phi) * _values(phi, log_p)
    return terms.sum() - terms[index]


def single_bits(phi: Array, log_p: LogLikelihood) -> Any:
    chosen = vae.latent_states(len(phi)).sum(axis=-1) == 1
    return _expected(vae.latent_probabilities(phi)[chosen], _values(phi, log_p)[chosen])


DATA_TERM_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("φ read as probabilities", with_means),
    ("sum without q weights", unweighted),
    ("mean of log p over all states: q is taken for uniform", uniform),
    ("log p at the mean S(φ) instead of the mean of log p", at_the_mean),
    ("log p at the most probable state only", at_the_mode),
    ("log of the expected p instead of the expected log p", log_of_expectation),
    ("the expectation of p, not of log p", without_logarithm),
    ("sign", minus_data_term),
    ("z = 0 and z = 1 exchanged: S(φ) is the probability of 1", exchanged),
    ("bits reversed: the states of q and of log_p are not the same", reversed_bits),
    ("the entropy of q added", with_entropy),
    ("divided by the number of states", mean_of_terms),
    ("one state of 2ⁿ left out", partial(without_state, -1)),
    ("one state of 2ⁿ left out", partial(without_state, 0)),
    ("states with a single 1 only", single_bits),
)


@check("data_term", reference=vae.data_term)
def data_term(draw: Draw) -> Arguments:
    """The data term E_q log p(x|z), summed over all 2ⁿ states."""
    return _data_term(draw)


data_term.edges(*EDGES)
symptom(data_term, "input modified in place")(in_place)
for _words, _answer in DATA_TERM_MISTAKES:
    mistake(data_term, _words)(_answer)

# --------------------------------------------------------------------------- its exact gradient


def _weighted_scores(weights: Array, scores: Array) -> Any:
    return weights @ scores


def by_probabilities(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term_grad(phi, log_p) / (sigmoid(phi) * sigmoid(-phi))


def of_means(phi: Array, log_p: LogLikelihood) -> Any:
    """The derivative of Σ_z Π φ_i^z_i (1 − φ_i)^(1 − z_i) log p: linear in every φ_i."""
    gradient = np.zeros(len(phi))
    for i in range(len(phi)):
        one, zero = phi.copy(), phi.copy()
        one[i], zero[i] = 1.0, 0.0
        gradient[i] = with_means(one, log_p) - with_means(zero, log_p)
    return gradient


def of_means_in_q(phi: Array, log_p: LogLikelihood) -> Any:
    states = vae.latent_states(len(phi))
    return _weighted_scores(_by_means(phi) * log_p(states), vae.score(states, phi))


def of_means_in_both(phi: Array, log_p: LogLikelihood) -> Any:
    states = vae.latent_states(len(phi))
    return _weighted_scores(_by_means(phi) * log_p(states), states - phi)


def of_logits_in_score(phi: Array, log_p: LogLikelihood) -> Any:
    states = vae.latent_states(len(phi))
    return _weighted_scores(vae.latent_probabilities(phi) * log_p(states), states - phi)


def unweighted_gradient(phi: Array, log_p: LogLikelihood) -> Any:
    return _weighted_scores(_values(phi, log_p), vae.score(vae.latent_states(len(phi)), phi))


def gradient_without_log_p(phi: Array, _log_p: LogLikelihood) -> Any:
    return np.zeros(len(phi))


def states_for_scores(phi: Array, log_p: LogLikelihood) -> Any:
    return _weighted_scores(vae.latent_probabilities(phi) * _values(phi, log_p), vae.latent_states(len(phi)))


def gradient_of_p(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term_grad(phi, lambda states: np.exp(log_p(states)))


def minus_gradient(phi: Array, log_p: LogLikelihood) -> Any:
    return -vae.data_term_grad(phi, log_p)


def extra_slope(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term_grad(phi, log_p) * sigmoid(phi) * sigmoid(-phi)


def gradient_of_exchanged(phi: Array, log_p: LogLikelihood) -> Any:
    return -vae.data_term_grad(-phi, log_p)


def gradient_of_reversed(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term_grad(phi[::-1], log_p)[::-1]


def mean_of_gradient_terms(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term_grad(phi, log_p) / 2 ** len(phi)


def gradient_with_entropy(phi: Array, log_p: LogLikelihood) -> Any:
    return vae.data_term_grad(phi, log_p) - phi * sigmoid(phi) * sigmoid(-phi)


GRADIENT_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("gradient with respect to the probabilities", by_probabilities),
    ("φ read as probabilities", of_means),
    ("φ read as probabilities", of_means_in_q),
    ("φ read as probabilities", of_means_in_both),
    ("z − φ instead of z − S(φ)", of_logits_in_score),
    ("sum without q weights", unweighted_gradient),
    ("missing log p factor: the gradient is then 0", gradient_without_log_p),
    ("−S(φ) missing in the score", states_for_scores),
    ("the gradient of the expected p, not of log p", gradient_of_p),
    ("sign", minus_gradient),
    ("an extra S(1−S)", extra_slope),
    ("z = 0 and z = 1 exchanged: S(φ) is the probability of 1", gradient_of_exchanged),
    ("bits reversed: the states of q and of log_p are not the same", gradient_of_reversed),
    ("divided by the number of states", mean_of_gradient_terms),
    ("the entropy of q added", gradient_with_entropy),
)


@check("data_term_grad", reference=vae.data_term_grad)
def data_term_grad(draw: Draw) -> Arguments:
    """The exact gradient of the data term with respect to the logits φ."""
    return _data_term(draw)


data_term_grad.edges(*EDGES)
symptom(data_term_grad, "input modified in place")(in_place)
for _words, _answer in GRADIENT_MISTAKES:
    mistake(data_term_grad, _words)(_answer)
