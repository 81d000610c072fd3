# mistake: mean instead of sum
import torch

def log_likelihood(w, X, k):
    logits = torch.tensor(X) @ torch.tensor(w)
    y = (torch.tensor(k) > 0).double()
    return -torch.nn.functional.binary_cross_entropy_with_logits(logits, y).item()
