# mistake: own term counted ½ (the sheet read literally: named, not accepted)
import torch

def smooth_ap(d_pos, d_neg, tau):
    every = torch.cat([d_pos, d_neg])
    k = torch.sigmoid((d_pos[:, None] - every[None, :]) / tau).sum(1)
    errors = torch.sigmoid((d_pos[:, None] - d_neg[None, :]) / tau).sum(1)
    return 1 - (errors / k).mean()
