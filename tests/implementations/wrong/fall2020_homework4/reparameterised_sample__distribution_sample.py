# mistake: detached
import torch

def reparameterised_sample(mu, log_var, eps):
    with torch.no_grad():
        z = mu + (log_var / 2).exp() * eps
    return z
