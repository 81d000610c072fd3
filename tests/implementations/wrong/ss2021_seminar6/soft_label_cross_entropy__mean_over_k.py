# mistake: mean
import torch

def soft_label_cross_entropy(scores, t, eps):
    s = torch.tensor(scores)
    p1 = torch.where(torch.tensor(t) > 0, 1.0 - eps, eps).double()
    logits = torch.stack([torch.zeros_like(s), s], 1)
    return torch.nn.functional.cross_entropy(logits, torch.stack([1 - p1, p1], 1)).numpy()
