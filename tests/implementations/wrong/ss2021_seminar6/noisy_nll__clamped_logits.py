# mistake: unlisted: clamps the logits to ±50, so the gradient vanishes beyond
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    z = t * logits.clamp(-50, 50)
    e = torch.as_tensor(eps, dtype=z.dtype)
    return -torch.logaddexp(torch.log(1 - e) + F.logsigmoid(z), torch.log(e) + F.logsigmoid(-z)).sum()
