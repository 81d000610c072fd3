# mistake: gradient with respect to the probabilities
import torch

def kl_grad(phi, prior):
    q = torch.sigmoid(torch.tensor(phi)).requires_grad_()
    p = torch.tensor(prior)
    kl = (q * (q / p).log() + (1 - q) * ((1 - q) / (1 - p)).log()).sum()
    kl.backward()
    return q.grad.numpy()
