# mistake: normal instead of logistic noise
import torch

def smooth_ap(d_pos, d_neg, tau):
    s = lambda a: torch.special.ndtr(a / tau)
    n = len(d_pos)
    pp = s(d_pos.view(n, 1) - d_pos) * (1 - torch.eye(n, dtype=d_pos.dtype))
    pn = s(d_pos.view(n, 1) - d_neg)
    return 1 - (pn.sum(1) / (1 + pp.sum(1) + pn.sum(1))).mean()
