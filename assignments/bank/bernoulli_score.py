"""A VAE with binary latents: the score, the gradient of log q."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import bernoulli_vae as vae
from reference.arrays import Array
from reference.sigmoid import log_sigmoid, sigmoid

Answer = Callable[[Array, Array], Any]


def _scored(z: Sequence[Sequence[int]], *phi: float) -> Arguments:
    return {"z": np.array(z, dtype=np.float64), "phi": np.array(phi)}


def _fits(z: Array, phi: Array) -> bool:
    return z.ndim == 2 and z.shape[1] == len(phi) > 0 and len(z) > 0


@check("score", reference=vae.score, domain=_fits)
def score(draw: Draw) -> Arguments:
    """The score ∇_φ log q_φ(z) of every row z."""
    S, n = draw.size(1, 7), draw.size(1, 5)
    return {"z": draw.bits(S, n), "phi": draw.normal(n, scale=draw.scale(0.5, 1.0, 3.0))}


score.edges(
    _scored([[1]], 0.0),
    _scored([[0]], 0.0),
    _scored([[1]], 2.0),
    _scored([[0]], 2.0),
    _scored([[0], [1], [1]], -1.0),
    _scored([[0, 1]], 1.0, -1.0),
    _scored([[1, 1, 1]], 0.5, -0.5, 3.0),
    _scored([[0, 0], [0, 1], [1, 0], [1, 1]], 0.25, 0.75),
    _scored([[0, 0, 0], [1, 1, 1]], 4.0, -4.0, 0.0),
    _scored([[1, 0], [1, 0], [1, 0]], -2.0, 3.0),
    _scored([[1, 0, 1], [0, 1, 0], [1, 1, 0]], 8.0, -8.0, 1.0),
    _scored([[1, 0, 1, 0, 1]], 0.0, 0.0, 0.0, 0.0, 0.0),
)


def minus_score(z: Array, phi: Array) -> Any:
    return sigmoid(phi) - z


def score_by_probabilities(z: Array, phi: Array) -> Any:
    return vae.score(z, phi) / (sigmoid(phi) * sigmoid(-phi))


def score_without_sigmoid(z: Array, phi: Array) -> Any:
    return z - phi


def score_of_means(z: Array, phi: Array) -> Any:
    return (z - phi) / (phi * (1 - phi))


def score_with_slope(z: Array, phi: Array) -> Any:
    return vae.score(z, phi) * sigmoid(phi) * sigmoid(-phi)


def _log_masses(z: Array, phi: Array) -> Array:
    return np.where(z == 1, log_sigmoid(phi), log_sigmoid(-phi))


def log_mass(z: Array, phi: Array) -> Any:
    return _log_masses(z, phi)


def slope_of_mass(z: Array, phi: Array) -> Any:
    """∇ q instead of ∇ log q, q(z) the product over the components."""
    return vae.score(z, phi) * np.exp(_log_masses(z, phi).sum(axis=-1, keepdims=True))


def slope_of_own_mass(z: Array, phi: Array) -> Any:
    return (2 * z - 1) * sigmoid(phi) * sigmoid(-phi)


def score_of_exchanged(z: Array, phi: Array) -> Any:
    return vae.score(z, -phi)


def score_of_ones(z: Array, phi: Array) -> Any:
    """z log S(φ) alone, without (1 − z) log(1 − S(φ))."""
    return z * sigmoid(-phi)


def mean_score(z: Array, phi: Array) -> Any:
    return vae.score(z, phi).mean(axis=0)


def summed_score(z: Array, phi: Array) -> Any:
    return vae.score(z, phi).sum(axis=0)


SCORE_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("sign", minus_score),
    ("gradient with respect to the probabilities", score_by_probabilities),
    ("z − φ instead of z − S(φ)", score_without_sigmoid),
    ("φ read as probabilities", score_of_means),
    ("an extra S(1−S)", score_with_slope),
    ("log q itself, not its gradient", log_mass),
    ("the gradient of q, not of log q", slope_of_mass),
    ("the gradient of q, not of log q", slope_of_own_mass),
    ("z = 0 and z = 1 exchanged: S(φ) is the probability of 1", score_of_exchanged),
    ("the term (1 − z) log(1 − S(φ)) is missing", score_of_ones),
    ("averaged rows", mean_score),
    ("summed over the rows", summed_score),
)
symptom(score, "input modified in place")(in_place)
for _words, _answer in SCORE_MISTAKES:
    mistake(score, _words)(_answer)
