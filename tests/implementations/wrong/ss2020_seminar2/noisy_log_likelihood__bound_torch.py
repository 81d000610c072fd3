# mistake: Σ_k p log q (the bound) instead of log Σ
import torch
from torch.nn.functional import logsigmoid as ls

def noisy_log_likelihood(w, X, t, eps):
    s = torch.tensor(X) @ torch.tensor(w)
    t = torch.tensor(t)
    out = 0
    for k in (-1.0, 1.0):
        p = torch.where(t == k, 1 - eps, eps)
        out = out + (p * ls(k * s)).sum()
    return out.item()
