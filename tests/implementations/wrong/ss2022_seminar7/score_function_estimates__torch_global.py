# mistake: unlisted: torch's global generator instead of rng
import torch

def score_function_estimates(phi, log_p, num_samples, rng):
    p = torch.sigmoid(torch.tensor(phi))
    z = torch.bernoulli(p.repeat(num_samples, 1))
    return torch.tensor(log_p(z.numpy()))[:, None] * (z - p)
