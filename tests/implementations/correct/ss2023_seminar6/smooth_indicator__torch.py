# style: torch.sigmoid
import torch

def smooth_indicator(d_n, d_p, tau):
    a, b = torch.as_tensor(d_n), torch.as_tensor(d_p)
    return torch.sigmoid((b - a) / tau)
