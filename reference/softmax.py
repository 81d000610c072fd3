"""Softmax, its logarithm and the argmax indicator that it approaches."""

from __future__ import annotations

import numpy as np

from reference.arrays import Array


def softmax(x: Array) -> Array:
    """Softmax over the last axis, exp(x_i) / Σ_j exp(x_j).

    Args:
        x: scores (..., n), n >= 1; -inf is allowed beside a finite score and has probability 0.

    Returns:
        Probabilities (..., n); every last axis sums to 1.

    Source: ss2020_seminar2, assignment 2 (a).
    """
    # Softmax does not change under shifts: with the maximum at 0 nothing overflows and the sum is at least 1.
    weights = np.exp(x - x.max(axis=-1, keepdims=True))  # (..., n)
    probabilities: Array = weights / weights.sum(axis=-1, keepdims=True)
    return probabilities


def log_softmax(x: Array) -> Array:
    """Logarithm of softmax over the last axis, x_i - log Σ_j exp(x_j).

    Args:
        x: scores (..., n), n >= 1.

    Returns:
        Log-probabilities (..., n), at most 0; finite for finite scores, also where softmax underflows to 0.

    Source: ss2020_seminar2, assignment 2 (b).
    """
    shifted = x - x.max(axis=-1, keepdims=True)  # (..., n)
    log_probabilities: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return log_probabilities


def argmax_indicator(x: Array) -> Array:
    """Indicator of the strict maximiser, I_i = 1 if x_i > x_j for all j ≠ i, else 0.

    Args:
        x: scores (n,), n >= 1.

    Returns:
        Indicators (n,), 0.0 or 1.0: all 0 where the maximum is tied, [1] for n = 1.

    Source: ss2020_seminar2, assignment 2 (c), equation (1) to the letter.
    """
    maximal = x >= x[x.argmax()]  # (n,)
    return np.where(maximal & (maximal.sum() == 1), 1.0, 0.0)
