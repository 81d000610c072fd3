# mistake: ε/2 smoothing
from scipy.special import log_expit

def soft_label_cross_entropy(scores, t, eps):
    K = 2
    total = 0.0
    for f, y in zip(scores, t):
        for k in (-1, 1):
            onehot = float(k == y)
            total -= ((1 - eps) * onehot + eps / K) * log_expit(k * f)
    return total
