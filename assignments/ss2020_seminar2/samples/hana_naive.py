# Hana Kim, seminar 2. Formulas as in the lecture.
import numpy as np
import torch
from numpy import exp, log


def hopfield_energy(W, x): return -(x @ W @ x) / 2

def hopfield_update(W, x, i):
    others = [j for j in range(len(x)) if j != i]
    s = W[i, others] @ x[others]
    x = x.copy()
    x[i] = 1 if s >= 0 else -1
    return x

def energy_change(W, x, i): return hopfield_energy(W, hopfield_update(W, x, i)) - hopfield_energy(W, x)

def hopfield_run(W, x, max_sweeps):
    history = x[None].copy()
    for _ in range(max_sweeps):
        old = x
        for i in range(x.size):
            x = hopfield_update(W, x, i)
            history = np.concatenate((history, x[None]))
        if (x == old).all(): return history, True
    return history, False

def softmax(x): return exp(x) / exp(x).sum(axis=-1, keepdims=True)

def log_softmax(x): return x - log(exp(x).sum(axis=-1, keepdims=True))

def argmax_indicator(x): return np.array([float(all(x[i] > x[j] for j in range(len(x)) if j != i)) for i in range(len(x))])

def S(z): return exp(z) / (1 + exp(z))

def log_likelihood(w, X, k): return -log(1 + exp(-k * (X @ w))).sum()

def log_likelihood_grad(w, X, k): return X.T @ (k * S(-k * (X @ w)))

def is_separating(w, X, k): return (np.sign(X @ w) == k).all()

def regularised_log_likelihood(w, X, k, lam): return log_likelihood(w, X, k) - lam * (w ** 2).sum()

def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for _ in range(1000):
        g = log_likelihood_grad(w, X, k) - 2 * lam * w
        s = S(X @ w)
        H = X.T @ np.diag(s * (1 - s)) @ X + 2 * lam * np.eye(len(w))
        d = np.linalg.inv(H) @ g
        w = w + d / (1 + np.linalg.norm(d))   # not too far at once
        if np.linalg.norm(g) < 1e-8: break
    return w

def noisy_log_likelihood(w, X, t, eps):
    m = t * (X @ w)
    return log((1 - eps) * S(m) + eps * S(-m)).sum()

def soft_label_cross_entropy(w, X, t, eps):
    m = t * (X @ w)
    return -((1 - eps) * log(S(m)) + eps * log(S(-m))).sum()

def scan(x): return np.array(np.cumsum(x))

def scan_backward(grad_y): return grad_y.sum() - np.cumsum(grad_y) + grad_y

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x.cumsum(dim=x.dim() - 1)
    @staticmethod
    def backward(ctx, g): return g.flip(g.dim() - 1).cumsum(g.dim() - 1).flip(g.dim() - 1)
