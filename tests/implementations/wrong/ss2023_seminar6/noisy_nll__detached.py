# mistake: detached or `.item()` result (no gradient)
import torch

def noisy_nll(logits, t, eps):
    with torch.no_grad():
        z = t * logits
        w = torch.tensor([[1 - eps], [eps]], dtype=logits.dtype).log()
        ls = torch.nn.functional.logsigmoid(torch.stack([z, -z]))
        return -torch.logsumexp(w + ls, 0).sum()
