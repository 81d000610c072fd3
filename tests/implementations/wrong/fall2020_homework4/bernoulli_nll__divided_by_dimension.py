# mistake: mean over D
import torch

def bernoulli_nll(x, x_hat):
    x, p = torch.tensor(x), torch.tensor(x_hat)
    ce = -(torch.xlogy(x, p) + torch.xlogy(1 - x, 1 - p))
    return (ce.sum(1) / x.shape[1]).numpy()
