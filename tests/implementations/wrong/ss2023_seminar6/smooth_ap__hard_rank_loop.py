# mistake: k(p) left unsmoothed
import torch

def smooth_ap(d_pos, d_neg, tau):
    loss = 0
    for p in d_pos:
        position = (d_pos <= p).sum() + (d_neg <= p).sum()
        loss = loss + torch.sigmoid((p - d_neg) / tau).sum() / position
    return 1 - loss / d_pos.numel()
