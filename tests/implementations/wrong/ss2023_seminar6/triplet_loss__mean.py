# mistake: mean
import torch

def triplet_loss(d_pos, d_neg, margin):
    table = torch.relu(margin + d_pos[:, None] - d_neg[None, :])
    return table.mean() if table.numel() else table.sum()
