# style: element by element, float32, stacked
import torch

def reparameterised_sample(mu, log_var, eps):
    flat = [m + (lv / 2).exp() * e
            for m, lv, e in zip(mu.float().flatten(), log_var.float().flatten(), eps.float().flatten())]
    return torch.stack(flat).reshape(mu.shape)
