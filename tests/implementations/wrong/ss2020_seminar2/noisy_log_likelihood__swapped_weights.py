# mistake: 1−ε and ε swapped
from scipy.special import log_expit, logsumexp

def noisy_log_likelihood(w, X, t, eps):
    total = 0.0
    for x, ti in zip(X, t):
        # sum over the true label k
        logs, weights = [], []
        for k in (-1, 1):
            logs.append(log_expit(k * (w @ x)))
            weights.append(eps if k == ti else 1 - eps)
        total += logsumexp(logs, b=weights)
    return total
