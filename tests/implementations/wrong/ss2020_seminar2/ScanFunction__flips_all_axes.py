# mistake: unlisted: flips every axis in backward
import torch

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.cumsum(x, dim=-1)

    @staticmethod
    def backward(ctx, g):
        axes = tuple(range(g.dim()))
        return torch.flip(torch.cumsum(torch.flip(g, axes), dim=-1), (-1,))
