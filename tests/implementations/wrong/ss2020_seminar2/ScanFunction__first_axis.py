# mistake: unlisted: scans the first axis
import torch

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.cumsum(x, dim=0)

    @staticmethod
    def backward(ctx, g):
        return torch.flip(torch.cumsum(torch.flip(g, (0,)), 0), (0,))
