# style: a torch generator seeded from rng, autograd for the score
import numpy as np
import torch

def score_function_estimates(phi, log_p, num_samples, rng):
    gen = torch.Generator().manual_seed(int(rng.integers(2**62)))
    p = torch.tensor(phi)
    probs = torch.sigmoid(p).expand(num_samples, -1).contiguous()
    z = torch.bernoulli(probs, generator=gen)
    log_pz = torch.as_tensor(np.asarray(log_p(z.numpy())))
    return log_pz.unsqueeze(1) * (z - torch.sigmoid(p))
