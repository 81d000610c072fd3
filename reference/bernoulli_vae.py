"""VAE with binary latents: q_φ(z|x) = Π_i Bernoulli(z_i; S(φ_i)) over z ∈ {0,1}ⁿ, with logits φ."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from scipy.special import logit

from reference.arrays import Array, LogLikelihood, Scalar
from reference.sigmoid import sigmoid


def latent_states(n: int) -> Array:
    """All states of n binary latents, counted in binary.

    Args:
        n: number of latents, >= 0.

    Returns:
        States (2**n, n) of 0.0 and 1.0; z_0 is the most significant bit.

    Source: ss2022_seminar7, assignment 2 (b).
    """
    shifts = np.arange(n - 1, -1, -1)
    bits = (np.arange(2**n)[:, np.newaxis] >> shifts) & 1  # (2**n, n)
    return bits.astype(np.float64)


def latent_probabilities(phi: Array) -> Array:
    """Probabilities of all states, q_φ(z) = Π_i S(φ_i)^z_i (1 - S(φ_i))^(1 - z_i).

    Args:
        phi: logits (n,).

    Returns:
        Probabilities (2**n,) in the order of `latent_states`.

    Source: ss2021_seminar6, assignment 4.
    """
    signs = 2.0 * latent_states(len(phi)) - 1.0  # (2**n, n)
    probabilities: Array = sigmoid(signs * phi).prod(axis=-1)  # 1 - S(φ) = S(-φ)
    return probabilities


def data_term(phi: Array, log_p: LogLikelihood) -> Scalar:
    """Data term of the ELBO, E_{q_φ(z|x)} log p(x|z), summed over all z ∈ {0,1}ⁿ.

    Args:
        phi: logits (n,), n <= 12.
        log_p: maps states (S, n) to log p(x|z) (S,).

    Returns:
        A scalar.

    Source: ss2021_seminar6, assignment 4 (a); ss2022_seminar7, assignment 1 (a).
    """
    expectation: Scalar = (latent_probabilities(phi) * log_p(latent_states(len(phi)))).sum()
    return expectation


def data_term_grad(phi: Array, log_p: LogLikelihood) -> Array:
    """Gradient of the data term, Σ_z q_φ(z) log p(x|z) (z - S(φ)).

    Args:
        phi: logits (n,), n <= 12.
        log_p: maps states (S, n) to log p(x|z) (S,).

    Returns:
        The exact gradient with respect to the logits (n,).

    Source: ss2021_seminar6, assignment 4 (a); ss2022_seminar7, assignment 1 (a).
    """
    states = latent_states(len(phi))  # (2**n, n)
    gradient: Array = (latent_probabilities(phi) * log_p(states)) @ score(states, phi)
    return gradient


def score(z: Array, phi: Array) -> Array:
    """Score function, ∇_φ log q_φ(z) = z - S(φ).

    Args:
        z: states (S, n) of 0 and 1.
        phi: logits (n,).

    Returns:
        Scores (S, n).

    Source: ss2021_seminar6, assignment 4 (b); ss2022_seminar7, assignment 1 (b).
    """
    return z - sigmoid(phi)


def score_function_estimates(phi: Array, log_p: LogLikelihood, num_samples: int, rng: Generator) -> Array:
    """Single-sample estimates of the data term's gradient, log p(x|z) (z - S(φ)) with z ~ q_φ.

    Args:
        phi: logits (n,).
        log_p: maps states (S, n) to log p(x|z) (S,).
        num_samples: number of independent estimates, >= 1.
        rng: source of all randomness.

    Returns:
        Estimates (num_samples, n), one a row; each row's expectation is `data_term_grad`.

    Source: ss2021_seminar6, assignment 4 (b); ss2022_seminar7, assignment 1 (b).
    """
    z = (rng.random((num_samples, len(phi))) < sigmoid(phi)).astype(np.float64)
    return log_p(z)[:, np.newaxis] * score(z, phi)


def score_function_support(phi: Array, log_p: LogLikelihood) -> tuple[Array, Array]:
    """All values that a row of `score_function_estimates` can take, and their probabilities.

    Args:
        phi: logits (n,), n <= 12.
        log_p: maps states (S, n) to log p(x|z) (S,).

    Returns:
        rows: (2**n, n), in the order of `latent_states`; equal where log_p is 0 for several states.
        probabilities: (2**n,).

    Source: ss2021_seminar6, assignment 4 (b); ss2022_seminar7, assignment 1 (b).
    """
    states = latent_states(len(phi))  # (2**n, n)
    return log_p(states)[:, np.newaxis] * score(states, phi), latent_probabilities(phi)


def kl_grad(phi: Array, prior: Array) -> Array:
    """Gradient of the KL term, ∇_φ KL(q_φ‖p) = (φ - logit(p)) S(φ) (1 - S(φ)).

    Args:
        phi: logits (n,).
        prior: prior means (n,) in (0, 1).

    Returns:
        The gradient with respect to the logits (n,).

    Source: ss2022_seminar7, assignment 2 (b).
    """
    gradient: Array = (phi - logit(prior)) * sigmoid(phi) * sigmoid(-phi)
    return gradient


def score_term(phi: Array) -> Array:
    """The terms of the second sum, q_φ(z) ∇_φ log q_φ(z), which add up to 0.

    Args:
        phi: logits (n,).

    Returns:
        Terms (2**n, n), the row of z in the order of `latent_states`.

    Source: ss2022_seminar7, assignment 2 (b).
    """
    return latent_probabilities(phi)[:, np.newaxis] * score(latent_states(len(phi)), phi)
