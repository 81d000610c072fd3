# style: loops over the positives
import torch

def smooth_ap(d_pos, d_neg, tau):
    T = len(d_pos)
    total = 0.0
    for i in range(T):
        errors = torch.sigmoid((d_pos[i] - d_neg) / tau).sum()
        k = 1 + errors
        for j in range(T):
            if j != i:
                k = k + torch.sigmoid((d_pos[i] - d_pos[j]) / tau)
        total = total + errors / k
    return 1 - total / T
