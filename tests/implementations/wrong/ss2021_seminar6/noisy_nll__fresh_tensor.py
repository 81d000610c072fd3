# mistake: detached or `.item()` result (no gradient)
import torch

def noisy_nll(logits, t, eps):
    x = torch.tensor(logits.tolist(), dtype=torch.float64, requires_grad=True)
    z = x * t
    w = torch.tensor([[1 - eps], [eps]], dtype=torch.float64)
    logs = torch.nn.functional.logsigmoid(torch.stack([z, -z]))
    return -torch.logsumexp(logs + w.log(), 0).sum()
