# mistake: ε/2 smoothing
import numpy as np

def soft_label_cross_entropy(scores, t, eps):
    y = (t + 1) / 2
    y = y * (1 - eps) + 0.5 * eps
    return (np.logaddexp(0, scores) - y * scores).sum()
