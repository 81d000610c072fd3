# mistake: σ for σ² (scale, offset or both)
import torch

def gaussian_nll(x, x_hat, sigma):
    x, m = torch.tensor(x), torch.tensor(x_hat)
    var = torch.full_like(x, float(sigma))
    nll = torch.nn.functional.gaussian_nll_loss(m, x, var, full=True, reduction="none")
    return nll.sum(1).numpy()
