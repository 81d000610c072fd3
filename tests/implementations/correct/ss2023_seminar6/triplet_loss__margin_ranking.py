# style: torch's margin_ranking_loss over all pairs
import torch
import torch.nn.functional as F

def triplet_loss(d_pos, d_neg, margin):
    pairs = torch.cartesian_prod(d_pos, d_neg).reshape(-1, 2)
    y = -torch.ones(len(pairs), dtype=d_pos.dtype)
    return F.margin_ranking_loss(pairs[:, 0], pairs[:, 1], y, margin=float(margin), reduction="sum")
