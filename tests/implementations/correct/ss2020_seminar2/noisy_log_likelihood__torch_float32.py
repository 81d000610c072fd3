# style: torch.logsumexp, float32
import torch

def noisy_log_likelihood(w, X, t, eps):
    w, X, t = [torch.tensor(v).float() for v in (w, X, t)]
    z = t * (X @ w)
    log_noise = torch.log(torch.tensor([1 - eps, eps]))
    log_q = torch.stack([torch.nn.functional.logsigmoid(z), torch.nn.functional.logsigmoid(-z)], dim=1)
    return torch.logsumexp(log_noise + log_q, dim=1).sum().numpy()
