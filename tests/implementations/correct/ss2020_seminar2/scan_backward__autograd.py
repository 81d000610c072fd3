# style: lets torch differentiate cumsum
import torch

def scan_backward(grad_y):
    g = torch.tensor(grad_y)
    x = torch.zeros_like(g, requires_grad=True)
    torch.cumsum(x, 0).backward(g)
    return x.grad.numpy()
