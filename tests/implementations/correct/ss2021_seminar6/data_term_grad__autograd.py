# style: autograd through q
import itertools
import numpy as np
import torch

def data_term_grad(phi, log_p):
    z = np.array(list(itertools.product((0.0, 1.0), repeat=len(phi))))
    values = torch.as_tensor(np.asarray(log_p(z)), dtype=torch.float64)
    p = torch.tensor(phi, requires_grad=True)
    zt = torch.tensor(z)
    log_q = zt @ torch.nn.functional.logsigmoid(p) + (1 - zt) @ torch.nn.functional.logsigmoid(-p)
    (log_q.exp() * values).sum().backward()
    return p.grad.numpy()
