# mistake: unlisted: the result carries no gradient
import torch

def triplet_loss(d_pos, d_neg, margin):
    total = 0.0
    for p in d_pos.tolist():
        for n in d_neg.tolist():
            total += max(0.0, margin + p - n)
    return torch.tensor(total)
