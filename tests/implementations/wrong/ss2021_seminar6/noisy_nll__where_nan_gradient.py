# mistake: unlisted: torch.where over an overflowing branch: the value is right, the gradient nan
import torch

def log_sigmoid(z):
    return torch.where(z > 0, -torch.log1p(torch.exp(-z)), z - torch.log1p(torch.exp(z)))

def noisy_nll(logits, t, eps):
    z = t * logits
    e = torch.as_tensor(eps, dtype=z.dtype)
    return -torch.logaddexp(torch.log(1 - e) + log_sigmoid(z), torch.log(e) + log_sigmoid(-z)).sum()
