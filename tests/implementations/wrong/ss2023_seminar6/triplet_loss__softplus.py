# mistake: unlisted: softplus instead of the hinge
import torch

def triplet_loss(d_pos, d_neg, margin):
    return torch.nn.functional.softplus(margin + d_pos[:, None] - d_neg[None, :]).sum()
