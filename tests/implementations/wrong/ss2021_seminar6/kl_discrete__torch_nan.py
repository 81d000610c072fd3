# mistake: nan at q = 0
import torch

def kl_discrete(q, p):
    q, p = torch.tensor(q), torch.tensor(p)
    return (q * (q.log() - p.log())).sum().item()
