# mistake: unlisted: 1 added to k(p) although the own ½ is still in it
import torch

def smooth_ap(d_pos, d_neg, tau):
    every = torch.cat([d_pos, d_neg])
    k = 1 + torch.sigmoid((d_pos[:, None] - every[None, :]) / tau).sum(1)
    errors = torch.sigmoid((d_pos[:, None] - d_neg[None, :]) / tau).sum(1)
    return 1 - (errors / k).mean()
