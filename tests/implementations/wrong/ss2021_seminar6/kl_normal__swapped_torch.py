# mistake: swapped
import torch
from torch.distributions import Normal, kl_divergence

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    t = lambda v: torch.as_tensor(v, dtype=torch.float64)
    p = Normal(t(mu_p), t(sigma_p))
    q = Normal(t(mu_q), t(sigma_q))
    return kl_divergence(p, q).numpy()
