# style: torch.xlogy, cross-entropy minus entropy
import torch

def kl_bernoulli(q, p):
    q, p = torch.from_numpy(q), torch.from_numpy(p)
    neg_entropy = torch.xlogy(q, q) + torch.xlogy(1 - q, 1 - q)
    cross = -(torch.xlogy(q, p) + torch.xlogy(1 - q, 1 - p))
    return (neg_entropy + cross).sum()
