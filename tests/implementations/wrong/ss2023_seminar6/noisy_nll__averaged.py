# mistake: mean
import torch

def noisy_nll(logits, t, eps):
    log_q = torch.log_softmax(torch.stack([-logits / 2, logits / 2], dim=1), dim=1)
    noise = torch.tensor([[1 - eps, eps], [eps, 1 - eps]], dtype=logits.dtype).log()
    return -torch.logsumexp(noise[(t > 0).long()] + log_q, 1).mean()
