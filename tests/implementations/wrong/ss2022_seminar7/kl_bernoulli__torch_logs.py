# mistake: nan at the ends
import torch

def kl_bernoulli(q, p):
    q = torch.tensor(q)
    p = torch.tensor(p)
    kl = q * (torch.log(q) - torch.log(p)) + (1 - q) * (torch.log1p(-q) - torch.log1p(-p))
    return kl.sum()
