"""Average precision of a retrieval, the triplet loss and smooth AP.

Distances to the query: `d_pos` (T,) of the positive examples P, `d_neg` (M,) of the negative examples N.
"""

from __future__ import annotations

import numpy as np

from reference.arrays import Array, Broadcast, Scalar
from reference.sigmoid import sigmoid


def average_precision(d_pos: Array, d_neg: Array) -> Scalar:
    """Average precision, 1 - (1/T) Σ_p (1/k(p)) Σ_n ⟦d_n < d_p⟧ with k(p) = Σ_{x ∈ P ∪ N} ⟦d_x ≤ d_p⟧.

    Args:
        d_pos: distances of the positives (T,), T >= 1.
        d_neg: distances of the negatives (M,), M >= 0.

    Returns:
        A scalar in (0, 1]; 1 for M = 0; ties count as written.

    Source: ss2023_seminar6, assignment 4 (a), equation (2).
    """
    d_p = d_pos[:, np.newaxis]  # (T, 1)
    ranks = (np.concatenate([d_pos, d_neg]) <= d_p).sum(axis=1)  # (T,)
    closer_negatives = (d_neg < d_p).sum(axis=1)  # (T,)
    precision: Scalar = 1.0 - (closer_negatives / ranks).mean()
    return precision


def misranked_pairs(d_pos: Array, d_neg: Array) -> np.int64:
    """Number of misranked pairs, Σ_p Σ_n ⟦d_n < d_p⟧.

    Args:
        d_pos: distances of the positives (T,).
        d_neg: distances of the negatives (M,).

    Returns:
        A count between 0 and T · M; ties are not misranked.

    Source: ss2023_seminar6, assignment 4 (b).
    """
    count: np.int64 = (d_neg < d_pos[:, np.newaxis]).sum()
    return count


def triplet_loss_value(d_pos: Array, d_neg: Array, margin: float) -> Scalar:
    """The value of `triplet_loss`, Σ_p Σ_n max(0, a + d_p - d_n).

    Args:
        d_pos: distances of the positives (T,).
        d_neg: distances of the negatives (M,), M >= 0.
        margin: a, in the units of the distances.

    Returns:
        A scalar, at least 0; 0 for M = 0.

    Source: ss2023_seminar6, assignment 4 (b).
    """
    loss: Scalar = np.maximum(0.0, margin + d_pos[:, np.newaxis] - d_neg).sum()
    return loss


def triplet_loss_gradient(d_pos: Array, d_neg: Array, margin: float) -> tuple[Array, Array]:
    """Gradients of `triplet_loss`: a pair with a + d_p - d_n > 0 adds 1 to d_p's and -1 to d_n's.

    Args:
        d_pos: distances of the positives (T,).
        d_neg: distances of the negatives (M,), M >= 0.
        margin: a, in the units of the distances.

    Returns:
        The gradients with respect to d_pos (T,) and d_neg (M,); a pair on the kink adds 0, a subgradient.

    Source: ss2023_seminar6, assignment 4 (b).
    """
    active = (margin + d_pos[:, np.newaxis] - d_neg > 0.0).astype(np.float64)  # (T, M)
    return active.sum(axis=1), -active.sum(axis=0)


def smooth_indicator(d_n: Broadcast, d_p: Broadcast, tau: float) -> Array:
    """The expected indicator under logistic noise Z of scale τ, P(d_n - d_p + Z < 0) = S((d_p - d_n) / τ).

    Args:
        d_n: distances, any shape.
        d_p: distances; the two broadcast.
        tau: scale τ > 0, in the units of the distances.

    Returns:
        Probabilities of the broadcast shape.

    Source: ss2023_seminar6, assignment 4 (c), equation (3).
    """
    return sigmoid((d_p - d_n) / tau)


def smooth_ap_value(d_pos: Array, d_neg: Array, tau: float) -> Scalar:
    """Value of `smooth_ap`, 1 - (1/T) Σ_p (1/k(p)) Σ_n S((d_p - d_n)/τ).

    Here k(p) = 1 + Σ_{x ≠ p} S((d_p - d_x)/τ): every indicator of the average precision is smoothed but p's
    own, which counts 1.

    Args:
        d_pos: distances of the positives (T,), T >= 1.
        d_neg: distances of the negatives (M,), M >= 0.
        tau: scale τ > 0, in the units of the distances.

    Returns:
        A scalar in (0, 1]; 1 for M = 0; the average precision in the limit τ → 0 where nothing ties.

    Source: ss2023_seminar6, assignment 4 (c); Brown et al., Smooth-AP (2020).
    """
    positives, negatives = _smooth_ranks(d_pos, d_neg, tau)
    precision: Scalar = 1.0 - (negatives / (positives + negatives)).mean()
    return precision


def smooth_ap_gradient(d_pos: Array, d_neg: Array, tau: float) -> tuple[Array, Array]:
    """Gradients of `smooth_ap`, from ∂(N/(P+N))/∂N = P/(P+N)² and ∂(N/(P+N))/∂P = -N/(P+N)².

    Args:
        d_pos: distances of the positives (T,), T >= 1.
        d_neg: distances of the negatives (M,), M >= 0.
        tau: scale τ > 0, in the units of the distances.

    Returns:
        The gradients with respect to d_pos (T,) and d_neg (M,).

    Source: ss2023_seminar6, assignment 4 (c).
    """
    positives, negatives = _smooth_ranks(d_pos, d_neg, tau)  # each (T,)
    weights = 1.0 / (len(d_pos) * np.square(positives + negatives))  # (T,)
    d_p = d_pos[:, np.newaxis]  # (T, 1)
    # What a unit of d_p - d_x adds to AP, through the indicator of x in the rank of p.
    through_pos = (weights * negatives)[:, np.newaxis] * _others(d_pos) * _slope(d_p - d_pos, tau)  # (T, T)
    through_neg = -(weights * positives)[:, np.newaxis] * _slope(d_p - d_neg, tau)  # (T, M)
    # A positive is p in its row and x in its column.
    gradient_pos: Array = through_pos.sum(axis=1) - through_pos.sum(axis=0) + through_neg.sum(axis=1)
    gradient_neg: Array = -through_neg.sum(axis=0)
    return gradient_pos, gradient_neg


def _smooth_ranks(d_pos: Array, d_neg: Array, tau: float) -> tuple[Array, Array]:
    """How many positives (itself as 1) and how many negatives are no farther than p, smoothed: (T,) each."""
    d_p = d_pos[:, np.newaxis]  # (T, 1)
    positives: Array = 1.0 + (_others(d_pos) * smooth_indicator(d_pos, d_p, tau)).sum(axis=1)
    negatives: Array = smooth_indicator(d_neg, d_p, tau).sum(axis=1)
    return positives, negatives


def _others(d_pos: Array) -> Array:
    """1 but for p itself (T, T), found by its index: another positive at the same distance counts ½."""
    return 1.0 - np.eye(len(d_pos))


def _slope(difference: Array, tau: float) -> Array:
    """Derivative of S(difference / τ) with respect to the difference."""
    return sigmoid(difference / tau) * sigmoid(-difference / tau) / tau
