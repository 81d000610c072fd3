# mistake: unlisted: k(p) is detached, so the gradient is wrong
import torch

def smooth_ap(d_pos, d_neg, tau):
    n = len(d_pos)
    pp = torch.sigmoid((d_pos[:, None] - d_pos) / tau).masked_fill(torch.eye(n, dtype=torch.bool), 1.0)
    pn = torch.sigmoid((d_pos[:, None] - d_neg) / tau)
    k = (pp.sum(1) + pn.sum(1)).detach()
    return 1 - (pn.sum(1) / k).mean()
