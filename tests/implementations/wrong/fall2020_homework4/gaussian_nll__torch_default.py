# mistake: offset missing
import torch

def gaussian_nll(x, x_hat, sigma):
    r = (torch.tensor(x) - torch.tensor(x_hat)) / sigma
    return 0.5 * r.pow(2).sum(1)
