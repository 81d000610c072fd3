# mistake: unlisted: every positive at p's distance counts 1, found by value and not by index
import torch

def smooth_ap(d_pos, d_neg, tau):
    diff = d_pos[:, None] - d_pos[None, :]
    pp = torch.where(diff == 0, torch.ones_like(diff), torch.sigmoid(diff / tau))
    pn = torch.sigmoid((d_pos[:, None] - d_neg[None, :]) / tau)
    return 1 - (pn.sum(1) / (pp.sum(1) + pn.sum(1))).mean()
