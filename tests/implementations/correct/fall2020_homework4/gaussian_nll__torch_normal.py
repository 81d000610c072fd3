# style: torch.distributions.Normal
import torch

def gaussian_nll(x, x_hat, sigma):
    dist = torch.distributions.Normal(torch.tensor(x_hat), float(sigma))
    return -dist.log_prob(torch.tensor(x)).sum(dim=1)
