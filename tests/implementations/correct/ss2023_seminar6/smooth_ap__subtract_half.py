# style: all terms, then the own half replaced by one; float32
import torch

def smooth_ap(d_pos, d_neg, tau):
    d_pos, d_neg = d_pos.float(), d_neg.float()
    everything = torch.cat([d_pos, d_neg])
    S = torch.sigmoid((d_pos.unsqueeze(1) - everything.unsqueeze(0)) / tau)
    k = S.sum(dim=1) + 0.5
    errors = S[:, len(d_pos):].sum(dim=1)
    return (1 - errors / k).sum().reshape(1) / len(d_pos)
