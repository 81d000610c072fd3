# mistake: mean
import torch

def soft_label_cross_entropy(w, X, t, eps):
    target = torch.where(torch.tensor(t) == 1, 1 - eps, eps).double()
    loss = torch.nn.BCEWithLogitsLoss()
    return loss(torch.tensor(X @ w), target).numpy()
