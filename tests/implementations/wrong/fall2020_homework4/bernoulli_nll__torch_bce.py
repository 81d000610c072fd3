# mistake: clamped logs at exact 0/1
import torch
import torch.nn.functional as F

def bernoulli_nll(x, x_hat):
    loss = F.binary_cross_entropy(torch.tensor(x_hat), torch.tensor(x), reduction="none")
    return loss.sum(dim=1).numpy()
