"""The evidence lower bound for a discrete latent z ∈ {1…K} and one fixed x."""

from __future__ import annotations

import numpy as np
from scipy.special import entr, rel_entr

from reference.arrays import Array, Scalar
from reference.softmax import softmax


def elbo(q: Array, log_joint: Array) -> Scalar:
    """Evidence lower bound, Σ_z q(z) [log p(x, z) - log q(z)].

    Args:
        q: probabilities q(z|x) (K,), zeros allowed.
        log_joint: log p(x, z) (K,), -inf allowed.

    Returns:
        A scalar, at most `log_evidence`; q = 0 adds 0 whatever log_joint is, q > 0 at -inf gives -inf.

    Source: fall2020_homework4, problem 1.1.
    """
    support = q > 0.0  # 0 · (-inf - log 0) is nan to the processor and 0 by convention: left out
    bound: Scalar = (q[support] * (log_joint[support] - np.log(q[support]))).sum()
    return bound


def log_evidence(log_joint: Array) -> Scalar:
    """Log-evidence, log p(x) = log Σ_z p(x, z).

    Args:
        log_joint: log p(x, z) (K,), -inf allowed.

    Returns:
        A scalar; -inf if every entry is.

    Source: fall2020_homework4, problem 1.1.
    """
    # exp(-1e4) is 0: the sum is taken in logarithms, where -inf is neutral.
    evidence: Scalar = np.logaddexp.reduce(log_joint)
    return evidence


def posterior(log_joint: Array) -> Array:
    """Posterior, p(z|x) = p(x, z) / Σ_z p(x, z), which is softmax(log_joint).

    Args:
        log_joint: log p(x, z) (K,); -inf allowed, but not everywhere.

    Returns:
        Probabilities (K,).

    Source: fall2020_homework4, problem 1.1.
    """
    return softmax(log_joint)


def elbo_reconstruction(q: Array, log_lik: Array, prior: Array) -> Scalar:
    """Evidence lower bound, E_q log p(x|z) - KL(q‖p(z)).

    Args:
        q: probabilities q(z|x) (K,), zeros allowed.
        log_lik: log p(x|z) (K,), -inf allowed.
        prior: probabilities p(z) (K,), zeros allowed.

    Returns:
        A scalar: q = 0 adds 0; -inf where q > 0 = prior.

    Source: fall2020_homework4, problem 2.1.
    """
    bound: Scalar = _expectation(q, log_lik) - rel_entr(q, prior).sum()
    return bound


def entropy(q: Array) -> Scalar:
    """Entropy, H[q] = -Σ_z q(z) log q(z). The homework's formula lacks the minus.

    Args:
        q: probabilities (K,), zeros allowed.

    Returns:
        A scalar in [0, log K].

    Source: fall2020_homework4, problem 2.3.
    """
    value: Scalar = entr(q).sum()
    return value


def elbo_entropy(q: Array, log_joint: Array) -> Scalar:
    """Evidence lower bound, E_q log p(x, z) + H[q]. The homework subtracts its H, which lacks the minus.

    Args:
        q: probabilities q(z|x) (K,), zeros allowed.
        log_joint: log p(x, z) (K,), -inf allowed.

    Returns:
        A scalar: q = 0 adds 0; -inf where q > 0 and log_joint is -inf.

    Source: fall2020_homework4, problem 2.3.
    """
    return _expectation(q, log_joint) + entropy(q)


def _expectation(q: Array, values: Array) -> Scalar:
    support = q > 0.0
    expectation: Scalar = (q[support] * values[support]).sum()
    return expectation
