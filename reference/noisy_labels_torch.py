"""The differentiable loss of maximum likelihood from noisy labels."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid


def noisy_nll(logits: Tensor, t: Tensor, eps: float) -> Tensor:
    """Negative log-likelihood of noisy labels, -Σ_i log[(1-ε) S(t_i f_i) + ε S(-t_i f_i)].

    Args:
        logits: network outputs f (m,).
        t: noisy labels (m,), each -1 or +1.
        eps: probability ε of a flip, in [0, 1], both ends included.

    Returns:
        A tensor (), at least 0, differentiable in the logits.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 1 (a).
    """
    margins = t * logits  # (m,)
    flip = logits.new_tensor(eps)
    log_right, log_flipped = torch.log1p(-flip), torch.log(flip)
    # logaddexp weighs the two derivatives by a softmax: a weight of exp(-inf) is 0, never 0 · inf.
    terms = torch.logaddexp(log_right + logsigmoid(margins), log_flipped + logsigmoid(-margins))  # (m,)
    return -terms.sum()
