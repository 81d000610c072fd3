import numpy as np
import torch


def project(A, b):
    q, _ = np.linalg.qr(A)
    return q @ (q.T @ b)


def is_orthogonal(a, b):
    return np.dot(a, b) == 0


def correlated_noise(mean, cov, m, rng):
    return rng.multivariate_normal(mean, cov, size=m)


def ridge_loss(w, X, y, lam):
    X, y = torch.as_tensor(X), torch.as_tensor(y)
    return ((X @ w - y) ** 2).sum() + lam * w @ w


def residual(A, b):
    return b - project(A, b)
