# mistake: Σ_k p log q (the bound) instead of log Σ
from scipy.special import log_expit

def noisy_log_likelihood(scores, t, eps):
    ll = 0.0
    for f, ti in zip(scores, t):
        for k in (1, -1):
            p = 1 - eps if k == ti else eps
            ll += p * log_expit(k * f)
    return ll
