# style: classic static methods
import torch

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.cumsum(x, dim=-1)

    @staticmethod
    def backward(ctx, grad_y):
        return torch.flip(torch.cumsum(torch.flip(grad_y, [-1]), -1), [-1])
