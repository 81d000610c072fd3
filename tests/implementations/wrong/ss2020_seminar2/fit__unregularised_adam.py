# mistake: unregularised fit that diverges
import torch

def fit(X, k, lam):
    X, k = torch.tensor(X), torch.tensor(k)
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    opt = torch.optim.Adam([w], lr=0.5)
    for epoch in range(1500):
        opt.zero_grad()
        loss = torch.nn.functional.softplus(-k * (X @ w)).sum()
        loss.backward()
        opt.step()
    return w.detach().numpy()
