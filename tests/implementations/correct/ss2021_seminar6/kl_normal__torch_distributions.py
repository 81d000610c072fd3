# style: torch.distributions
import torch
from torch.distributions import Normal, kl_divergence

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    a = [torch.as_tensor(v, dtype=torch.float64) for v in (mu_q, sigma_q, mu_p, sigma_p)]
    return kl_divergence(Normal(a[0], a[1]), Normal(a[2], a[3])).numpy()
