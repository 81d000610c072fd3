# mistake: `noisy_nll` with the sign of the likelihood
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    lq = torch.stack([F.logsigmoid(t * logits), F.logsigmoid(-t * logits)])
    return torch.logsumexp(lq + torch.tensor([[1 - eps], [eps]], dtype=logits.dtype).log(), dim=0).sum()
