"""The score-function estimator of d/dβ E[z] for a Bernoulli z with mean β, and its variance."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from reference.arrays import Array


def score_estimates(beta: float, m: int, rng: Generator) -> Array:
    """Single-sample estimates of d/dβ E[z] = 1, z d/dβ log q_β(z) = z / β with z ~ q_β.

    Args:
        beta: mean β in (0, 1).
        m: number of independent estimates.
        rng: source of all randomness.

    Returns:
        Estimates (m,), each 0 or 1/β, with expectation 1.

    Source: ss2022_seminar7, assignment 3 (a), (b).
    """
    return (rng.random(m) < beta) / beta


def score_estimates_support(beta: float) -> tuple[Array, Array]:
    """The values that `score_estimates` can take, and their probabilities.

    Args:
        beta: mean β in (0, 1).

    Returns:
        values: (2,), 0 and 1/β.
        probabilities: (2,), 1 - β and β.

    Source: ss2022_seminar7, assignment 3 (b).
    """
    return np.array([0.0, 1.0 / beta]), np.array([1.0 - beta, beta])


def score_estimator_variance(beta: float, m: int) -> float:
    """Variance of the mean of m independent estimates, (1 - β) / (m β).

    Args:
        beta: mean β in (0, 1).
        m: number of estimates, >= 1.

    Returns:
        A scalar; it grows like 1/β as β → 0 and vanishes as β → 1.

    Source: ss2022_seminar7, assignment 3 (b).
    """
    return (1.0 - beta) / (m * beta)
