# mistake: + λ‖w‖²
import torch

def regularised_log_likelihood(w, X, k, lam):
    w, X, k = map(torch.as_tensor, (w, X, k))
    ll = torch.nn.functional.logsigmoid(k * (X @ w)).sum()
    return (ll + lam * w.pow(2).sum()).item()
