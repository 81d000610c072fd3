"""Maximum likelihood from noisy labels t = ±1 for logistic regression: noisy labels with the scores wᵀx_i."""

from __future__ import annotations

from reference import noisy_labels
from reference.arrays import Array, Scalar


def noisy_log_likelihood(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    """Log-likelihood of noisy labels, Σ_i log[(1-ε) S(t_i wᵀx_i) + ε S(-t_i wᵀx_i)].

    Args:
        w: weights (n,).
        X: feature vectors (m, n).
        t: noisy labels (m,), each -1 or +1.
        eps: probability ε of a flip, in [0, 1], both ends included.

    Returns:
        A scalar, at most 0; -m log 2 for ε = ½.

    Source: ss2020_seminar2, assignment 4 (a).
    """
    return noisy_labels.noisy_log_likelihood(X @ w, t, eps)


def soft_label_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Scalar:
    """Cross-entropy with softened labels, -Σ_i Σ_k p_i(k) log q(k|x_i; w), p_i(t_i) = 1-ε and p_i(-t_i) = ε.

    An upper bound of minus `noisy_log_likelihood`. The sheet's expression lacks the minus.

    Args:
        w: weights (n,).
        X: feature vectors (m, n).
        t: noisy labels (m,), each -1 or +1.
        eps: probability ε of a flip, in [0, 1].

    Returns:
        A scalar, at least 0.

    Source: ss2020_seminar2, assignment 4 (b).
    """
    return noisy_labels.soft_label_cross_entropy(X @ w, t, eps)
