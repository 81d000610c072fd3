# style: an autograd Function with the gradient by hand
import torch

class _NLL(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, eps):
        ls, lns = torch.nn.functional.logsigmoid(z), torch.nn.functional.logsigmoid(-z)
        e = torch.tensor(float(eps), dtype=z.dtype)
        ll = torch.logaddexp((1 - e).log() + ls, e.log() + lns)
        ctx.save_for_backward((1 - 2 * e) * torch.exp(ls + lns - ll))
        return -ll.sum()

    @staticmethod
    def backward(ctx, g):
        (d,) = ctx.saved_tensors
        return -g * d, None

def noisy_nll(logits, t, eps):
    return _NLL.apply(t * logits, eps)
