"""Seminar 2, Bruno Keller. I do everything with torch because I am used to it."""
import torch
import torch.nn.functional as F
from torch import tensor


def as_t(a):
    return torch.as_tensor(a, dtype=torch.float64)


# ---- 1 -------------------------------------------------------------------
def hopfield_energy(W, x):
    W, x = as_t(W), as_t(x)
    return -0.5 * torch.einsum("i,ij,j->", x, W, x)


def _field(W, x, i):
    mask = torch.ones_like(x)
    mask[i] = 0
    return torch.sum(W[i] * x * mask)


def hopfield_update(W, x, i):
    W, x = as_t(W), as_t(x)
    new = x.clone()
    # sign(0) := +1
    new[i] = torch.where(_field(W, x, i) >= 0, tensor(1.0, dtype=x.dtype), tensor(-1.0, dtype=x.dtype))
    return new


def energy_change(W, x, i):
    return hopfield_energy(W, hopfield_update(W, x, i)) - hopfield_energy(W, x)


def hopfield_run(W, x, max_sweeps):
    trajectory = [as_t(x)]
    for _ in range(max_sweeps):
        start = trajectory[-1]
        for i in range(len(start)):
            trajectory.append(hopfield_update(W, trajectory[-1], i))
        if torch.equal(start, trajectory[-1]):
            return torch.stack(trajectory), True
    return torch.stack(trajectory), False


# ---- 2 -------------------------------------------------------------------
def softmax(x):
    return F.softmax(as_t(x), dim=-1)


def log_softmax(x):
    return F.log_softmax(as_t(x), dim=-1)


def argmax_indicator(x):
    x = as_t(x)
    is_max = x == x.max()
    return is_max.to(x.dtype) * (is_max.sum() == 1)


# ---- 3 -------------------------------------------------------------------
def log_likelihood(w, X, k):
    return F.logsigmoid(as_t(k) * (as_t(X) @ as_t(w))).sum()


def log_likelihood_grad(w, X, k):
    w = as_t(w).clone().requires_grad_()
    (g,) = torch.autograd.grad(log_likelihood(w, X, k), w)
    return g


def is_separating(w, X, k):
    return bool(torch.all(as_t(k) * (as_t(X) @ as_t(w)) > 0))


def regularised_log_likelihood(w, X, k, lam):
    return log_likelihood(w, X, k) - lam * as_t(w).square().sum()


def fit(X, k, lam):
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=500, tolerance_grad=1e-9, tolerance_change=1e-14, line_search_fn="strong_wolfe")

    def closure():
        opt.zero_grad()
        loss = -regularised_log_likelihood(w, X, k, lam)
        loss.backward()
        return loss

    for _ in range(5):
        opt.step(closure)
    return w.detach()


# ---- 4 -------------------------------------------------------------------
def noisy_log_likelihood(w, X, t, eps):
    m = as_t(t) * (as_t(X) @ as_t(w))
    e = as_t(eps)
    parts = torch.stack([torch.log(1 - e) + F.logsigmoid(m), torch.log(e) + F.logsigmoid(-m)])
    return torch.logsumexp(parts, dim=0).sum()


def soft_label_cross_entropy(w, X, t, eps):
    target = torch.where(as_t(t) > 0, 1 - eps, eps)
    return F.binary_cross_entropy_with_logits(as_t(X) @ as_t(w), target.double(), reduction="sum")


# ---- 5 -------------------------------------------------------------------
def scan(x):
    return as_t(x).cumsum(0)


def scan_backward(grad_y):
    return as_t(grad_y).flip(0).cumsum(0).flip(0)


class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.cumsum(-1)

    @staticmethod
    def backward(ctx, g):
        return g.flip(-1).cumsum(-1).flip(-1)


if __name__ == "__main__":
    torch.manual_seed(0)
    print(fit(torch.randn(20, 3), torch.sign(torch.randn(20)), 0.1))
