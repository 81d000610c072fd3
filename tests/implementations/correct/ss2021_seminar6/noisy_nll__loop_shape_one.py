# style: a loop over the samples, shape (1,)
import math
import torch
from torch.nn.functional import softplus

def noisy_nll(logits, t, eps):
    total = torch.zeros(1, dtype=logits.dtype)
    for i in range(len(t)):
        z = logits[i] * t[i]
        if eps == 0:
            total = total + softplus(-z)
        elif eps == 1:
            total = total + softplus(z)
        else:
            total = total - torch.logaddexp(math.log(1 - eps) - softplus(-z), math.log(eps) - softplus(z))
    return total
