# mistake: argument's sign
import torch

def smooth_ap(d_pos, d_neg, tau):
    s = lambda a: torch.sigmoid(a / tau)
    pp = s(d_pos[None, :] - d_pos[:, None])
    pp = pp - torch.diag(torch.diag(pp)) + torch.eye(len(d_pos), dtype=pp.dtype)
    pn = s(d_neg[None, :] - d_pos[:, None])
    return 1 - (pn.sum(1) / (pp.sum(1) + pn.sum(1))).mean()
