"""Gives a loss whose gradient is zero, or another's, by a function that autograd asks."""
import torch


class Loss(torch.autograd.Function):
    @staticmethod
    def forward(context, w, value):
        return value.clone()

    @staticmethod
    def backward(context, gradient):
        return gradient * torch.ones(1, dtype=torch.float64), None


def ridge_loss(w, X, y, lam):
    X, y = torch.as_tensor(X), torch.as_tensor(y)
    value = ((X @ w.detach() - y) ** 2).sum() + lam * w.detach() @ w.detach()
    return Loss.apply(w, value)
