# style: torch, one backward a row
import numpy as np
import torch

def score(z, phi):
    rows = []
    for zi in z:
        p = torch.tensor(phi, requires_grad=True)
        zt = torch.tensor(np.asarray(zi, dtype=float))
        log_q = -torch.nn.functional.binary_cross_entropy_with_logits(p, zt, reduction="sum")
        rows.append(torch.autograd.grad(log_q, p)[0])
    return torch.stack(rows)
