# style: sum of the active pairs
import torch

def triplet_loss(d_pos, d_neg, margin):
    diff = margin + (d_pos.view(-1, 1) - d_neg.view(1, -1))
    active = (diff > 0).to(diff.dtype).detach()
    return torch.einsum("pn,pn->", diff, active)
