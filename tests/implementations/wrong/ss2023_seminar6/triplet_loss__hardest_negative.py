# mistake: unlisted: only the nearest negative for each positive
import torch

def triplet_loss(d_pos, d_neg, margin):
    if d_neg.numel() == 0:
        return d_pos.sum() * 0
    return torch.relu(margin + d_pos - d_neg.min()).sum()
