# style: numpy does the work
import numpy as np
import torch

class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = np.add.accumulate(x.detach().numpy(), axis=-1)
        return torch.from_numpy(y)

    @staticmethod
    def backward(ctx, grad_y):
        g = grad_y.numpy()[..., ::-1]
        return torch.from_numpy(np.add.accumulate(g, axis=-1)[..., ::-1].copy())
