"""The gradient of a binary VAE's KL term, and the sum over all z that drops out of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import bernoulli_vae as vae
from reference import kl
from reference.arrays import Array, Scalar
from reference.sigmoid import sigmoid

# --------------------------------------------------------------------------- the gradient


def _logits(draw: Draw, n: int) -> Array:
    """Beyond ±10 the sigmoid rounds to 1 in single precision."""
    return np.asarray(np.clip(draw.normal(n, scale=draw.scale(0.5, 1.0, 3.0)), -10, 10))


def _gradient_domain(phi: Array, prior: Array) -> bool:
    inside = ((prior > 0) & (prior < 1)).all()
    return phi.ndim == 1 and phi.shape == prior.shape and len(phi) > 0 and bool(inside)


@check("kl_grad", reference=vae.kl_grad, domain=_gradient_domain)
def gradient(draw: Draw) -> Arguments:
    """Gradient of KL(q_φ‖p) with respect to the logits φ."""
    n = draw.size()
    return {"phi": _logits(draw, n), "prior": draw.probability(n)}


def at(phi: tuple[float, ...], prior: tuple[float, ...]) -> Arguments:
    return {"phi": np.array(phi), "prior": np.array(prior)}


gradient.edges(
    at((0.0,), (0.5,)),
    at((1.0,), (0.5,)),
    at((-1.0,), (0.5,)),
    at((0.0,), (0.25,)),
    at((0.0,), (0.75,)),
    at((2.0,), (0.125,)),
    at((10.0,), (0.5,)),
    at((-10.0,), (0.5,)),
    at((5.0, -5.0), (2.0**-10, 1 - 2.0**-10)),
    at((1.0, 1.0, 1.0), (0.25, 0.5, 0.75)),
    at((-3.0, 0.0, 3.0, 1.5), (0.5, 0.5, 0.5, 0.5)),
    at((0.5,) * 12, (0.125,) * 12),
)


def spread(phi: Array) -> Array:
    """S(φ)(1−S(φ)), the derivative of the sigmoid."""
    derivative: Array = sigmoid(phi) * sigmoid(-phi)
    return derivative


@mistake(gradient, "gradient with respect to the probabilities")
def gradient_of_probabilities(phi: Array, prior: Array) -> Array:
    difference: Array = phi - logit(prior)
    return difference


@mistake(gradient, "an extra S(1−S)")
def gradient_with_another_factor(phi: Array, prior: Array) -> Array:
    return vae.kl_grad(phi, prior) * spread(phi)


@mistake(gradient, "sign")
def descent(phi: Array, prior: Array) -> Array:
    return -vae.kl_grad(phi, prior)


@mistake(gradient, "the prior left out: gradient of Σ q log q alone")
def gradient_of_negative_entropy(phi: Array, _prior: Array) -> Array:
    return phi * spread(phi)


@mistake(gradient, "the gradient of KL(p‖q_φ): the arguments are swapped")
def gradient_swapped(phi: Array, prior: Array) -> Array:
    return sigmoid(phi) - prior


@mistake(gradient, "the prior read as logits")
def gradient_at_logits(phi: Array, prior: Array) -> Array:
    return (phi - prior) * spread(phi)


@mistake(gradient, "φ read as probabilities")
def gradient_of_plain_numbers(phi: Array, prior: Array) -> Array:
    difference: Array = logit(phi) - logit(prior)
    return difference


@mistake(gradient, "summed over the components")
def gradient_summed(phi: Array, prior: Array) -> Scalar:
    total: Scalar = vae.kl_grad(phi, prior).sum()
    return total


@mistake(gradient, "the divergence itself instead of its gradient")
def divergence_of_logits(phi: Array, prior: Array) -> Scalar:
    return kl.kl_bernoulli(sigmoid(phi), prior)


symptom(gradient, "input modified in place")(in_place)

# --------------------------------------------------------------------------- the sum that is zero


@check("score_term", reference=vae.score_term, domain=lambda phi: phi.ndim == 1 and 0 < len(phi) <= 8)
def terms(draw: Draw) -> Arguments:
    """The terms q_φ(z) ∇_φ log q_φ(z) of the sum that is zero, a row for each z."""
    return {"phi": _logits(draw, draw.size(1, 5))}


terms.edges(
    {"phi": np.array([0.0])},
    {"phi": np.array([2.0])},
    {"phi": np.array([-2.0])},
    {"phi": np.zeros(2)},
    {"phi": np.zeros(3)},
    {"phi": np.array([1.0, -1.0])},
    {"phi": np.array([-1.0, 1.0])},
    {"phi": np.array([5.0, 0.0])},
    {"phi": np.array([0.0, 1.0, 2.0])},
    {"phi": np.array([10.0, -10.0])},
    {"phi": np.array([-4.0, 0.5, 0.5, 3.0])},
    {"phi": np.linspace(-1.0, 1.0, 9)[:8]},
)


def _flipped(phi: Array) -> NDArray[np.int64]:
    """The order of the rows where z_0 is the least significant bit."""
    return np.arange(2 ** len(phi)).reshape((2,) * len(phi)).T.ravel()


@mistake(terms, "bits reversed")
def terms_in_reversed_order(phi: Array) -> Array:
    rows: Array = vae.score_term(phi)[_flipped(phi)]
    return rows


@mistake(terms, "rows in reverse: from the last state to the first, every bit complemented")
def terms_from_the_last_state(phi: Array) -> Array:
    return vae.score_term(phi)[::-1]


@mistake(terms, "all-zero rows")
def zeros(phi: Array) -> Array:
    return np.zeros((2 ** len(phi), len(phi)))


@mistake(terms, "gradient with respect to the probabilities")
def terms_of_probabilities(phi: Array) -> Array:
    return vae.score_term(phi) / spread(phi)


@mistake(terms, "an extra S(1−S)")
def terms_with_another_factor(phi: Array) -> Array:
    return vae.score_term(phi) * spread(phi)


@mistake(terms, "sign")
def terms_turned(phi: Array) -> Array:
    return -vae.score_term(phi)


@mistake(terms, "missing factor q_φ(z): the scores alone")
def scores(phi: Array) -> Array:
    return vae.score(vae.latent_states(len(phi)), phi)


@mistake(terms, "missing score: z itself weighted by q_φ(z)")
def weighted_states(phi: Array) -> Array:
    return vae.latent_probabilities(phi)[:, np.newaxis] * vae.latent_states(len(phi))


@mistake(terms, "all states weighted alike, not by q_φ(z)")
def uniform_terms(phi: Array) -> Array:
    weighted: Array = scores(phi) / 2 ** len(phi)
    return weighted


@mistake(terms, "the states are ±1 instead of 0 and 1")
def terms_of_signs(phi: Array) -> Array:
    weighted: Array = vae.latent_probabilities(phi)[:, np.newaxis] * (
        2 * vae.latent_states(len(phi)) - 1 - sigmoid(phi)
    )
    return weighted


@mistake(terms, "each component weighted by its own factor q(z_i), not by q_φ(z)")
def terms_of_factors(phi: Array) -> Array:
    z = vae.latent_states(len(phi))
    weighted: Array = sigmoid((2 * z - 1) * phi) * (z - sigmoid(phi))
    return weighted


@mistake(terms, "the sum over z instead of its terms")
def terms_summed(phi: Array) -> Array:
    return np.zeros(len(phi))


@mistake(terms, "rows and columns exchanged")
def terms_transposed(phi: Array) -> Array:
    return vae.score_term(phi).T


symptom(terms, "input modified in place")(in_place)
