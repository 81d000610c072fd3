# mistake: mean
import torch

def triplet_loss(d_pos, d_neg, margin):
    if len(d_neg) == 0:
        return 0 * d_pos.sum()
    P, N = torch.meshgrid(d_pos, d_neg, indexing="ij")
    loss = torch.nn.MarginRankingLoss(margin=margin)
    return loss(N.flatten(), P.flatten(), torch.ones(N.numel(), dtype=N.dtype))
