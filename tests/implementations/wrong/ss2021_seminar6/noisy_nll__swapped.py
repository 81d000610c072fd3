# mistake: 1−ε and ε swapped
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    noise = {True: eps, False: 1 - eps}  # p(t | k), keyed by t == k
    total = 0
    for k in (-1, 1):
        logq = F.logsigmoid(k * logits)
        p = torch.tensor([noise[bool(ti == k)] for ti in t], dtype=logits.dtype)
        term = torch.log(p) + logq
        total = term if k == -1 else torch.logaddexp(total, term)
    return -total.sum()
