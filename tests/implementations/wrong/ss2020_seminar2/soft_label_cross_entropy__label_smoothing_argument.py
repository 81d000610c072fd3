# mistake: labels smoothed with ε/2
import torch

def soft_label_cross_entropy(w, X, t, eps):
    s = torch.tensor(X @ w)
    logits = torch.stack([torch.zeros_like(s), s], dim=1)
    target = (torch.tensor(t) > 0).long()
    ce = torch.nn.CrossEntropyLoss(reduction="sum", label_smoothing=float(eps))
    return ce(logits, target).item()
