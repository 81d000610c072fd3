# Kofi Mensah - seminar 2, only assignments 2 and 5
import numpy as np
import torch
from scipy.special import logsumexp


def log_softmax(x):
    return x - logsumexp(x, axis=-1, keepdims=True)


def softmax(x):
    return np.exp(log_softmax(x))


def argmax_indicator(x):
    x = np.asarray(x)
    diff = np.subtract.outer(x, x)
    np.fill_diagonal(diff, np.inf)
    return np.where(diff.min(axis=1) > 0, 1, 0)


# y = L x with the lower triangular matrix of ones, so the gradient is L^T grad

def lower(n):
    return np.tril(np.ones((n, n)))


def scan(x):
    return lower(len(x)) @ x


def scan_backward(grad_y):
    return lower(len(grad_y)).T @ grad_y


class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        n = x.shape[-1]
        L = torch.tril(torch.ones(n, n, dtype=x.dtype))
        ctx.save_for_backward(L)
        return x @ L.T

    @staticmethod
    def backward(ctx, grad_y):
        (L,) = ctx.saved_tensors
        return grad_y @ L
