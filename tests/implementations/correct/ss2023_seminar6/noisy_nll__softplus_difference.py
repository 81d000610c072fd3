# style: softplus(-z) minus a stable log of the mixture factor
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    z = logits * t
    if eps == 1:
        return F.softplus(z).sum()
    if eps == 0:
        return F.softplus(-z).sum()
    eps = torch.as_tensor(eps, dtype=z.dtype)
    factor = torch.logaddexp(torch.log1p(-eps), torch.log(eps) - z)
    return (-F.logsigmoid(z) - factor).sum()
