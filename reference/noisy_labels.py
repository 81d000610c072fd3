"""Maximum likelihood from noisy labels t = ±1, each flipped with probability ε, given a classifier's scores.

With scores f_i the classifier says q(k|x_i) = S(k f_i); the margin of a label is t_i f_i.
"""

from __future__ import annotations

import numpy as np

from reference.arrays import Array, Scalar
from reference.sigmoid import log_sigmoid


def noisy_log_likelihood(scores: Array, t: Array, eps: float) -> Scalar:
    """Log-likelihood of noisy labels, Σ_i log[(1-ε) S(t_i f_i) + ε S(-t_i f_i)].

    Args:
        scores: network outputs f (m,).
        t: noisy labels (m,), each -1 or +1.
        eps: probability ε of a flip, in [0, 1], both ends included.

    Returns:
        A scalar, at most 0; -m log 2 for ε = ½; accurate also where it is nearly 0.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 1 (a); ss2020_seminar2, assignment 4 (a).
    """
    margins = t * scores  # (m,)
    log_right, log_flipped = _log_noise(eps)
    # In logarithms the smaller weight may underflow, or be exactly 0, without harm to the sum.
    terms = np.logaddexp(log_right + log_sigmoid(margins), log_flipped + log_sigmoid(-margins))  # (m,)
    total: Scalar = terms.sum()
    return total


def soft_label_cross_entropy(scores: Array, t: Array, eps: float) -> Scalar:
    """Cross-entropy with softened labels, -Σ_i [(1-ε) log S(t_i f_i) + ε log S(-t_i f_i)].

    Its negative is a lower bound of `noisy_log_likelihood`, equal to it iff ε is 0 or 1 or all scores are 0.

    Args:
        scores: network outputs f (m,).
        t: noisy labels (m,), each -1 or +1.
        eps: probability ε of a flip, in [0, 1].

    Returns:
        A scalar, at least 0.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 1 (b), loss (1); ss2020_seminar2, assignment 4
    (b), where the printed expression lacks the minus.
    """
    margins = t * scores  # (m,)
    total: Scalar = -((1.0 - eps) * log_sigmoid(margins) + eps * log_sigmoid(-margins)).sum()
    return total


def noisy_nll_value(logits: Array, t: Array, eps: float) -> Scalar:
    """The value of the loss `noisy_nll`: minus `noisy_log_likelihood`.

    Args:
        logits: network outputs f (m,).
        t: noisy labels (m,), each -1 or +1.
        eps: probability ε of a flip, in [0, 1].

    Returns:
        A scalar, at least 0.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 1 (a).
    """
    return -noisy_log_likelihood(logits, t, eps)


def noisy_nll_gradient(logits: Array, t: Array, eps: float) -> Array:
    """Gradient of `noisy_nll` with respect to the logits, -t_i (1-2ε) / (1 + (1-ε) exp(m_i) + ε exp(-m_i)).

    This is -t_i (1-2ε) S(m_i) S(-m_i) / p(t_i|x_i) with margins m_i = t_i f_i, the fraction reduced.

    Args:
        logits: network outputs f (m,).
        t: noisy labels (m,), each -1 or +1.
        eps: probability ε of a flip, in [0, 1].

    Returns:
        The gradient (m,); right, not only finite, at logits of any size.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 1 (a).
    """
    margins = t * logits  # (m,)
    log_right, log_flipped = _log_noise(eps)
    # The denominator's logarithm: exp(±m) overflows from 710 on, and 0 · exp(1e3) would be nan.
    log_denominator = np.logaddexp(np.logaddexp(0.0, log_right + margins), log_flipped - margins)  # (m,)
    gradient: Array = -t * (1.0 - 2.0 * eps) * np.exp(-log_denominator)
    return gradient


def _log_noise(eps: float) -> tuple[Scalar, Scalar]:
    """Log-probabilities that a label is right, and that it is flipped; -inf where that cannot be."""
    with np.errstate(divide="ignore"):
        return np.log1p(-eps), np.log(eps)
