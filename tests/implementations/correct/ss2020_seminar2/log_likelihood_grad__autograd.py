# style: torch autograd of the log-likelihood
import torch

def log_likelihood_grad(w, X, k):
    w = torch.tensor(w, requires_grad=True)
    z = torch.tensor(k) * (torch.tensor(X) @ w)
    torch.nn.functional.logsigmoid(z).sum().backward()
    return w.grad.numpy()
