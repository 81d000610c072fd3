# mistake: unlisted: exp(−½ log_var)
import torch

def reparameterised_sample(mu, log_var, eps):
    return mu + torch.exp(-0.5 * log_var) * eps
