# style: labels to {0,1}, then torch's cross-entropy; shape (1,)
import torch

def log_likelihood(w, X, k):
    logits = torch.from_numpy(X).mv(torch.from_numpy(w))
    y = (torch.from_numpy(k) + 1) / 2
    loss = torch.nn.BCEWithLogitsLoss(reduction="sum")
    return -loss(logits, y.to(logits.dtype)).reshape(1).numpy()
