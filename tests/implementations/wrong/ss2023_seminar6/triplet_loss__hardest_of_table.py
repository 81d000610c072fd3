# mistake: hardest pair only
import torch

def triplet_loss(d_pos, d_neg, margin):
    table = torch.relu(margin + d_pos[:, None] - d_neg[None])
    if table.shape[1] == 0:
        return table.sum()
    return table.flatten().max()
