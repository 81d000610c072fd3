# mistake: unlisted: the margin outside the hinge
import torch

def triplet_loss(d_pos, d_neg, margin):
    return (margin + torch.relu(d_pos[:, None] - d_neg[None, :])).sum()
