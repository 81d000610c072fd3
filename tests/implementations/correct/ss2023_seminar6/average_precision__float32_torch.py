# style: torch, float32
import torch

def average_precision(d_pos, d_neg):
    p = torch.tensor(d_pos, dtype=torch.float32).unsqueeze(1)
    n = torch.tensor(d_neg, dtype=torch.float32).unsqueeze(0)
    before = (n < p).sum(1).float()
    k = (p.T <= p).sum(1) + (n <= p).sum(1)
    return 1 - (before / k).mean()
