# style: torch, squared norm
import torch
from torch.nn.functional import logsigmoid

def regularised_log_likelihood(w, X, k, lam):
    w, X, k = torch.as_tensor(w), torch.as_tensor(X), torch.as_tensor(k)
    fit_term = logsigmoid(k * torch.matmul(X, w)).sum()
    return fit_term - lam * torch.linalg.norm(w) ** 2
