# mistake: unlisted: clamps log_var to [−1, 1], which stops the gradient outside
import torch

def reparameterised_sample(mu, log_var, eps):
    return mu + torch.exp(0.5 * log_var.clamp(-1, 1)) * eps
