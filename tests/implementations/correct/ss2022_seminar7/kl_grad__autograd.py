# style: torch autograd of the closed KL
import torch
import torch.nn.functional as F

def kl_grad(phi, prior):
    f = torch.tensor(phi, requires_grad=True)
    p = torch.tensor(prior)
    s = torch.sigmoid(f)
    kl = s * (F.logsigmoid(f) - p.log()) + (1 - s) * (F.logsigmoid(-f) - torch.log1p(-p))
    (g,) = torch.autograd.grad(kl.sum(), f)
    return g
