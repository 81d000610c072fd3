# mistake: detached
import torch

def reparameterised_sample(mu, log_var, eps):
    std = torch.exp(0.5 * log_var).detach()
    return mu + std * eps
