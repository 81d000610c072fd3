# style: float32 torch, shape (1,)
import torch

def elbo(q, log_joint):
    q = torch.tensor(q, dtype=torch.float32)
    lj = torch.tensor(log_joint, dtype=torch.float32)
    expected = torch.where(q > 0, q * lj, torch.zeros(1))
    return (expected - torch.xlogy(q, q)).sum(dim=0, keepdim=True).numpy()
