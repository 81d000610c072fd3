# mistake: missing q weight
import torch

def kl_discrete(q, p):
    q, p = torch.tensor(q), torch.tensor(p)
    keep = q > 0
    return torch.log(q[keep] / p[keep]).sum()
