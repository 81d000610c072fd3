# mistake: `noisy_nll` with the sign of the likelihood
import torch

def noisy_nll(logits, t, eps):
    ls = torch.nn.functional.logsigmoid
    w = torch.tensor([1 - eps, eps], dtype=logits.dtype).log()
    ll = 0.0
    for f, y in zip(logits, t):
        ll = ll + torch.logsumexp(w + torch.stack([ls(y * f), ls(-y * f)]), 0)
    return ll
