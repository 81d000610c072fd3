# style: float32, logsumexp over a stacked axis
import torch

def noisy_nll(logits, t, eps):
    f = logits.float()
    t = t.float()
    log_q = torch.nn.functional.logsigmoid(torch.stack((t * f, -t * f)))
    noise = torch.tensor([[1.0 - eps], [eps]]).log()
    return -(torch.logsumexp(log_q + noise, dim=0)).sum()
