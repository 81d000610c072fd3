# mistake: swapped
import torch

def kl_bernoulli(q, p):
    q, p = torch.tensor(q), torch.tensor(p)
    x = torch.xlogy
    return (x(p, p) - x(p, q) + x(1 - p, 1 - p) - x(1 - p, 1 - q)).sum().item()
