# mistake: own term counted ½ (the sheet read literally: named, not accepted)
import torch

def smooth_ap(d_pos, d_neg, tau):
    ap = 1.0
    for p in d_pos:
        k = sum(torch.sigmoid((p - x) / tau) for x in torch.cat((d_pos, d_neg)))
        ap = ap - torch.sigmoid((p - d_neg) / tau).sum() / k / len(d_pos)
    return ap
