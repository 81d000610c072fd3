# mistake: unstable
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    S = lambda a: 1 / (1 + np.exp(-a))
    out = 0.0
    for f, ti in zip(scores, t):
        out += np.log((1 - eps) * S(ti * f) + eps * S(-ti * f))
    return out
