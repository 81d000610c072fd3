# style: clamp in float32, broadcasting by unsqueeze
import torch

def triplet_loss(d_pos, d_neg, margin):
    violation = d_pos.float().unsqueeze(-1) - d_neg.float().unsqueeze(0) + margin
    return torch.clamp(violation, min=0).sum(dim=0).sum()
