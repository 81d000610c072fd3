# mistake: unstable
import torch

def noisy_nll(logits, t, eps):
    q = torch.sigmoid(t * logits)
    return -torch.log((1 - eps) * q + eps * (1 - q)).sum()
