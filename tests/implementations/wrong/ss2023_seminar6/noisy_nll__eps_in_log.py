# mistake: unlisted: adds 1e-8 inside the logarithm
import torch

def noisy_nll(logits, t, eps):
    p = torch.sigmoid(t * logits)
    return -torch.log((1 - eps) * p + eps * (1 - p) + 1e-8).sum()
