# mistake: mean
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    table = torch.stack([F.logsigmoid(t * logits), F.logsigmoid(-t * logits)], -1)
    weights = torch.tensor([1 - eps, eps], dtype=logits.dtype).log()
    return -torch.logsumexp(table + weights, -1).mean()
