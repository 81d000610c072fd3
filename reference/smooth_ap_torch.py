"""The triplet loss and smooth AP, differentiable in the distances."""

from __future__ import annotations

import torch
from torch import Tensor


def triplet_loss(d_pos: Tensor, d_neg: Tensor, margin: float) -> Tensor:
    """Triplet loss over all pairs, l(a) = Σ_p Σ_n max(0, a + d_p - d_n) with margin a.

    Args:
        d_pos: distances of the positives (T,).
        d_neg: distances of the negatives (M,), M >= 0.
        margin: a, in the units of the distances.

    Returns:
        A tensor (), at least 0; 0 with zero gradients for M = 0.

    Source: ss2023_seminar6, assignment 4 (b).
    """
    return torch.relu(margin + d_pos[:, None] - d_neg).sum()


def smooth_ap(d_pos: Tensor, d_neg: Tensor, tau: float) -> Tensor:
    """Smooth AP, 1 - (1/T) Σ_p (1/k(p)) Σ_n S((d_p - d_n)/τ), k(p) = 1 + Σ_{x ≠ p} S((d_p - d_x)/τ).

    Args:
        d_pos: distances of the positives (T,), T >= 1.
        d_neg: distances of the negatives (M,), M >= 0.
        tau: scale τ > 0, in the units of the distances.

    Returns:
        A tensor () in (0, 1], to be maximised; 1 for M = 0.

    Source: ss2023_seminar6, assignment 4 (c); Brown et al., Smooth-AP (2020).
    """
    d_p = d_pos[:, None]  # (T, 1)
    others = 1.0 - torch.eye(len(d_pos), dtype=d_pos.dtype, device=d_pos.device)
    positives = 1.0 + (others * torch.sigmoid((d_p - d_pos) / tau)).sum(dim=1)  # (T,)
    negatives = torch.sigmoid((d_p - d_neg) / tau).sum(dim=1)  # (T,)
    return 1.0 - (negatives / (positives + negatives)).mean()
