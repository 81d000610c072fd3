# mistake: unlisted: softplus by relu and abs, whose gradient at a logit of 0 is wrong
import torch

def softplus(a):
    return torch.relu(a) + torch.log1p(torch.exp(-a.abs()))

def noisy_nll(logits, t, eps):
    z = t * logits
    e = torch.as_tensor(eps, dtype=z.dtype)
    return -torch.logaddexp(torch.log(1 - e) - softplus(-z), torch.log(e) - softplus(z)).sum()
