# mistake: O(n²) matrix or sums of slices
import torch

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        n = x.shape[-1]
        A = torch.tril(torch.ones(n, n, dtype=x.dtype))
        ctx.save_for_backward(A)
        return x @ A.T

    @staticmethod
    def backward(ctx, g):
        (A,) = ctx.saved_tensors
        return g @ A
