# mistake: k(p) left unsmoothed
import torch

def smooth_ap(d_pos, d_neg, tau):
    every = torch.cat([d_pos, d_neg])
    k = (every[None, :] <= d_pos[:, None]).sum(1)
    errors = torch.sigmoid((d_pos[:, None] - d_neg[None, :]) / tau).sum(1)
    return 1 - (errors / k).mean()
