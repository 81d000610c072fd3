# mistake: detached or `.item()` result (no gradient)
import torch
import torch.nn.functional as F

def noisy_nll(logits, t, eps):
    e = torch.tensor(float(eps), dtype=torch.float64)
    z = t * logits
    loss = -torch.logaddexp(torch.log(1 - e) + F.logsigmoid(z), torch.log(e) + F.logsigmoid(-z)).sum()
    return loss.item()
