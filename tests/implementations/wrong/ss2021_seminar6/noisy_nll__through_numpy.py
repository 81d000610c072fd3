# mistake: detached or `.item()` result (no gradient)
import numpy as np
import torch

def noisy_nll(logits, t, eps):
    z = (t * logits).detach().numpy()
    with np.errstate(divide="ignore"):
        a = np.log(1 - eps) - np.logaddexp(0, -z)
        b = np.log(eps) - np.logaddexp(0, z)
    return torch.tensor(-np.logaddexp(a, b).sum())
