# mistake: τ multiplied
import torch

def smooth_ap(d_pos, d_neg, tau):
    total = 0.0
    for i in range(len(d_pos)):
        e = torch.sigmoid(tau * (d_pos[i] - d_neg)).sum()
        others = torch.cat([d_pos[:i], d_pos[i + 1:]])
        k = 1 + e + torch.sigmoid(tau * (d_pos[i] - others)).sum()
        total = total + e / k
    return 1 - total / len(d_pos)
