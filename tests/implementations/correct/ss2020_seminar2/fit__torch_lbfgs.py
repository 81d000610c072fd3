# style: torch.optim.LBFGS with strong Wolfe line search
import torch
import torch.nn.functional as F

def fit(X, k, lam):
    X = torch.tensor(X)
    k = torch.tensor(k)
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=2000, tolerance_grad=1e-9, tolerance_change=1e-16,
                            line_search_fn="strong_wolfe")

    def closure():
        opt.zero_grad()
        loss = F.softplus(-k * (X @ w)).sum() + lam * w.square().sum()
        loss.backward()
        return loss

    opt.step(closure)
    return w.detach().numpy()
