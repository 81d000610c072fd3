"""Answers every question with a constant."""
import numpy as np
import torch


def project(A, b):
    return np.zeros(len(b))


def is_orthogonal(a, b):
    return True


def correlated_noise(mean, cov, m, rng):
    return np.tile(mean, (m, 1))


def ridge_loss(w, X, y, lam):
    return torch.zeros((), dtype=torch.float64, requires_grad=True)


def residual(A, b):
    return np.zeros(len(b))
