# mistake: unlisted: ½ in front of the exponential
import torch

def reparameterised_sample(mu, log_var, eps):
    return mu + 0.5 * torch.exp(log_var) * eps
