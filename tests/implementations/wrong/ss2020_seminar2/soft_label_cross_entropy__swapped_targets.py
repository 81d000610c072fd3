# mistake: ε and 1−ε swapped
import torch
import torch.nn.functional as F

def soft_label_cross_entropy(w, X, t, eps):
    y = torch.tensor([eps if ti > 0 else 1 - eps for ti in t], dtype=torch.float64)
    return F.binary_cross_entropy_with_logits(torch.tensor(X @ w), y, reduction="sum").item()
