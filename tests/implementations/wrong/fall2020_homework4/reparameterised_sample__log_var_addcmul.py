# mistake: log_var as σ
import torch

def reparameterised_sample(mu, log_var, eps):
    sigma = log_var
    return torch.addcmul(mu, sigma, eps)
