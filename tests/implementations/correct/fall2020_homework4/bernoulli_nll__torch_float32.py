# style: torch.xlogy in float32
import torch

def bernoulli_nll(x, x_hat):
    x, p = torch.tensor(x).float(), torch.tensor(x_hat).float()
    log_lik = torch.xlogy(x, p) + torch.xlogy(1 - x, 1 - p)
    return log_lik.sum(1).neg().tolist()
