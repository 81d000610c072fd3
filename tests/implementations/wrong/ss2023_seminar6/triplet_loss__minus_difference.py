# mistake: sign of d_p − d_n
import torch

def triplet_loss(d_pos, d_neg, margin):
    loss = 0 * d_pos.sum()
    for p in d_pos:
        loss = loss + torch.relu(margin - (p - d_neg)).sum()
    return loss
