# style: new style with setup_context, suffix sum from the total
import torch

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x.cumsum(-1)

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

    @staticmethod
    def backward(ctx, g):
        return g.sum(-1, keepdim=True) - g.cumsum(-1) + g
