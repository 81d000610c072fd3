# mistake: Σ_k p log q (the bound) instead of log Σ
import torch

def noisy_nll(logits, t, eps):
    z = logits * t
    sp = torch.nn.functional.softplus
    return ((1 - eps) * sp(-z) + eps * sp(z)).sum()
