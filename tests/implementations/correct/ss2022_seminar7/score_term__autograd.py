# style: the gradient of each q(z), row by row
import numpy as np
import torch

def score_term(phi):
    n = len(phi)
    rows = []
    for number in range(2**n):
        bits = torch.tensor([float(c) for c in format(number, f"0{n}b")], dtype=torch.float64)
        f = torch.tensor(phi, requires_grad=True)
        q = torch.sigmoid(torch.where(bits == 1, f, -f)).prod()
        q.backward()
        rows.append(f.grad.numpy())
    return np.array(rows)
