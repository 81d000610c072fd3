# mistake: unstable
import torch

def noisy_nll(logits, t, eps):
    e = torch.exp(t * logits)
    p = ((1 - eps) * e + eps) / (1 + e)
    return -p.log().sum()
