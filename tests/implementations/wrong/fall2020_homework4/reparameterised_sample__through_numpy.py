# mistake: detached
import numpy as np
import torch

def reparameterised_sample(mu, log_var, eps):
    m, lv, e = mu.detach().numpy(), log_var.detach().numpy(), eps.numpy()
    return torch.from_numpy(m + np.exp(lv / 2) * e)
