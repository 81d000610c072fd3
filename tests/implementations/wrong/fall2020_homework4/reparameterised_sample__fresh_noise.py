# mistake: unlisted: draws its own noise and ignores eps
import torch

def reparameterised_sample(mu, log_var, eps):
    std = torch.exp(0.5 * log_var)
    return mu + std * torch.randn_like(std)
