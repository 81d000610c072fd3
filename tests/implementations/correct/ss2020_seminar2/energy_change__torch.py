# style: the same formula in torch
import torch

def energy_change(W, x, i):
    W = torch.tensor(W)
    x = torch.tensor(x)
    W.fill_diagonal_(0.0)
    h = torch.dot(W[i], x)
    new = torch.where(h >= 0, 1.0, -1.0)
    return -(new - x[i]) * h
