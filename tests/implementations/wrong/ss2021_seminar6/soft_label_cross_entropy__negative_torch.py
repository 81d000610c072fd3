# mistake: sign (the printed (1) taken for the bound)
import torch
import torch.nn.functional as F

def soft_label_cross_entropy(scores, t, eps):
    s, t = torch.tensor(scores), torch.tensor(t)
    p = torch.where(t > 0, 1 - eps, eps)
    return (p * F.logsigmoid(s) + (1 - p) * F.logsigmoid(-s)).sum().item()
