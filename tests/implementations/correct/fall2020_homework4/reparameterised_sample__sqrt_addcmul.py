# style: sqrt of the variance and addcmul
import torch

def reparameterised_sample(mu, log_var, eps):
    std = log_var.exp().sqrt()
    return torch.addcmul(mu, std, eps)
