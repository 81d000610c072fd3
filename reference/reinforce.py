"""REINFORCE for a categorical latent z ∈ {0…K-1} with q(z) = softmax(logits)_z."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from reference.arrays import Array
from reference.softmax import softmax


def reinforce_estimates(logits: Array, f_values: Array, num_samples: int, rng: Generator) -> Array:
    """Single-sample estimates of ∇ E_q f(z), f(z) (onehot(z) - softmax(logits)) with z ~ q.

    Args:
        logits: (K,).
        f_values: f(z) (K,).
        num_samples: number of independent estimates.
        rng: source of all randomness.

    Returns:
        Estimates (num_samples, K), one a row; no baseline is subtracted.

    Source: fall2020_homework4, problem 4.4.
    """
    rows, probabilities = reinforce_support(logits, f_values)
    z = rng.choice(len(probabilities), size=num_samples, p=probabilities)  # (num_samples,)
    return rows[z]


def reinforce_support(logits: Array, f_values: Array) -> tuple[Array, Array]:
    """All values that a row of `reinforce_estimates` can take, and their probabilities.

    Args:
        logits: (K,).
        f_values: f(z) (K,).

    Returns:
        rows: (K, K), row z is f(z) (onehot(z) - softmax(logits)); equal where f is 0 for several z.
        probabilities: softmax(logits) (K,).

    Source: fall2020_homework4, problem 4.4.
    """
    probabilities = softmax(logits)  # (K,)
    return f_values[:, np.newaxis] * (np.eye(len(logits)) - probabilities), probabilities


def reinforce_gradient(logits: Array, f_values: Array) -> Array:
    """The gradient that `reinforce_estimates` estimate, ∇ E_q f(z) = q · (f - E_q f).

    Args:
        logits: (K,).
        f_values: f(z) (K,).

    Returns:
        The exact gradient with respect to the logits (K,).

    Source: fall2020_homework4, problem 4.4.
    """
    probabilities = softmax(logits)  # (K,)
    gradient: Array = probabilities * (f_values - (probabilities * f_values).sum())
    return gradient
