# mistake: Σ_k p log q (the bound) instead of log Σ
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    z = t * scores
    return -(np.logaddexp(0, -z) + eps * z).sum()
