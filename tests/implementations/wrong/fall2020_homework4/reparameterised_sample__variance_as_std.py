# mistake: exp(log_var)
import torch

def reparameterised_sample(mu, log_var, eps):
    return mu + torch.exp(log_var) * eps
