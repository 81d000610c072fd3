# mistake: `noisy_nll` with the sign of the likelihood
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    eps = torch.as_tensor(eps, dtype=logits.dtype)
    return torch.logaddexp(torch.log1p(-eps) + F.logsigmoid(t * logits),
                           torch.log(eps) + F.logsigmoid(-t * logits)).sum()
