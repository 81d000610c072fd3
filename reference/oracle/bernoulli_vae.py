"""VAE with binary latents from its definition: sums over all states, gradients as differences of values."""

from __future__ import annotations

from itertools import product as states_of

import numpy as np
from flint import arb

from reference.arrays import LogLikelihood
from reference.oracle.ball import Matrix, Vector, derivative, dot, exactly, gradient, product, sigmoid, vector

State = Vector | tuple[float, ...]


@exactly
def latent_probabilities(phi: Vector) -> list[arb]:
    """q_φ(z) of all states, z_0 the most significant bit."""
    return _probabilities(vector(phi))


@exactly
def data_term(phi: Vector, log_p: LogLikelihood) -> arb:
    """Σ_z q_φ(z) log p(x|z)."""
    return dot(_probabilities(vector(phi)), _log_likelihoods(log_p, len(phi)))


@exactly
def data_term_grad(phi: Vector, log_p: LogLikelihood) -> list[arb]:
    """The gradient (n,) of the data term."""
    values = _log_likelihoods(log_p, len(phi))
    return gradient(lambda at: dot(_probabilities(at), values), vector(phi))


@exactly
def score(z: Matrix, phi: Vector) -> list[list[arb]]:
    """∇_φ log q_φ(z), a row for each state."""
    return [_score(row, phi) for row in z]


@exactly
def score_function_support(phi: Vector, log_p: LogLikelihood) -> tuple[list[list[arb]], list[arb]]:
    """The rows log p(x|z) ∇_φ log q_φ(z) for all states, and q_φ(z)."""
    values = _log_likelihoods(log_p, len(phi))
    rows = [[value * slope for slope in _score(z, phi)] for z, value in zip(_states(len(phi)), values, strict=True)]
    return rows, _probabilities(vector(phi))


@exactly
def kl_grad(phi: Vector, prior: Vector) -> list[arb]:
    """The gradient (n,) of Σ_z q_φ(z) [log q_φ(z) - log p(z)], a component at a time."""
    return [_kl_slope(logit, mean) for logit, mean in zip(vector(phi), vector(prior), strict=True)]


@exactly
def score_term(phi: Vector) -> list[list[arb]]:
    """The rows ∇_φ q_φ(z), which are q_φ(z) ∇_φ log q_φ(z)."""
    return [_probability_gradient(z, vector(phi)) for z in _states(len(phi))]


def _states(n: int) -> list[tuple[float, ...]]:
    return list(states_of((0.0, 1.0), repeat=n))


def _probability(z: State, phi: list[arb]) -> arb:
    return product(_bernoulli(bit, logit) for bit, logit in zip(z, phi, strict=True))


def _bernoulli(bit: float, logit: arb) -> arb:
    return sigmoid(logit) if bit == 1.0 else 1 - sigmoid(logit)


def _probabilities(phi: list[arb]) -> list[arb]:
    return [_probability(z, phi) for z in _states(len(phi))]


def _log_likelihoods(log_p: LogLikelihood, n: int) -> list[arb]:
    return vector(log_p(np.array(_states(n))))


def _probability_gradient(z: State, phi: list[arb]) -> list[arb]:
    return gradient(lambda at: _probability(z, at), phi)


def _score(z: State, phi: Vector) -> list[arb]:
    return [_score_entry(bit, logit) for bit, logit in zip(z, vector(phi), strict=True)]


def _score_entry(bit: float, logit: arb) -> arb:
    return derivative(lambda at: _bernoulli(bit, at).log(), logit)


def _kl_slope(logit: arb, mean: arb) -> arb:
    def divergence(at: arb) -> arb:
        q = sigmoid(at)
        return q * (q / mean).log() + (1 - q) * ((1 - q) / (1 - mean)).log()

    return derivative(divergence, logit)
