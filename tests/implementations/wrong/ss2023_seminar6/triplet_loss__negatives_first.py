# mistake: sign of d_p − d_n
import torch

def triplet_loss(d_pos, d_neg, margin):
    return torch.clamp(margin + d_neg[None, :] - d_pos[:, None], min=0).sum()
