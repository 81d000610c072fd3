# mistake: σ taken as variance
import torch
from torch.distributions import Normal, kl_divergence as kl

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    mq, sq, mp, sp = (torch.as_tensor(v, dtype=torch.float64) for v in (mu_q, sigma_q, mu_p, sigma_p))
    return kl(Normal(mq, sq.sqrt()), Normal(mp, sp.sqrt())).numpy()
