# mistake: ε/2 smoothing
import numpy as np

def soft_label_cross_entropy(scores, t, eps):
    total = 0
    for k in (-1, 1):
        p = np.where(t == k, 1 - eps / 2, eps / 2)
        total += np.sum(p * np.logaddexp(0, -k * scores))
    return total
