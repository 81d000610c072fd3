# mistake: squared
import torch

def triplet_loss(d_pos, d_neg, margin):
    return (torch.relu(margin + d_pos[:, None] - d_neg[None, :]) ** 2).sum()
