# mistake: unlisted: returns 1 − AP
import torch

def smooth_ap(d_pos, d_neg, tau):
    pp = torch.sigmoid((d_pos[:, None] - d_pos[None, :]) / tau)
    pn = torch.sigmoid((d_pos[:, None] - d_neg[None, :]) / tau).sum(1)
    k = pp.sum(1) + 0.5 + pn
    return (pn / k).mean()
