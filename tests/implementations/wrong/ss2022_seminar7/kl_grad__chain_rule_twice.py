# mistake: an extra S(1−S)
import torch

def kl_grad(phi, prior):
    f = torch.tensor(phi, requires_grad=True)
    s = torch.sigmoid(f)
    p = torch.tensor(prior)
    kl = s * (f - torch.logit(p)) + torch.log1p(-s) - torch.log1p(-p)
    kl.sum().backward()
    return (f.grad * s * (1 - s)).detach().numpy()
