# mistake: no reversal back
import torch

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.cumsum(x, dim=x.dim() - 1)

    @staticmethod
    def backward(ctx, grad_y):
        return grad_y.flip(-1).cumsum(-1)
