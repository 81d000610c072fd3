# style: mean of (positives ahead) / k, sigmoid by tanh
import torch

def smooth_ap(d_pos, d_neg, tau):
    s = lambda a: (torch.tanh(a / (2 * tau)) + 1) / 2
    T = d_pos.numel()
    off_diagonal = 1 - torch.eye(T, dtype=d_pos.dtype)
    pos_rank = 1 + (s(d_pos.view(-1, 1) - d_pos.view(1, -1)) * off_diagonal).sum(-1)
    neg_ahead = s(d_pos.view(-1, 1) - d_neg.view(1, -1)).sum(-1)
    return torch.mean(pos_rank / (pos_rank + neg_ahead))
