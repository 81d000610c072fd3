# mistake: sign of the gradient
import torch

def log_likelihood_grad(w, X, k):
    wt = torch.tensor(w, requires_grad=True)
    loss = torch.nn.functional.softplus(-torch.tensor(k) * (torch.tensor(X) @ wt)).sum()
    loss.backward()
    return wt.grad.numpy()
