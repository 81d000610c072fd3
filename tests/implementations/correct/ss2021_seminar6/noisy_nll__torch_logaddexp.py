# style: torch.logaddexp of logsigmoids
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    z = t * logits
    eps = torch.as_tensor(eps, dtype=logits.dtype)
    a = torch.log1p(-eps) + F.logsigmoid(z)
    b = torch.log(eps) + F.logsigmoid(-z)
    return -torch.logaddexp(a, b).sum()
