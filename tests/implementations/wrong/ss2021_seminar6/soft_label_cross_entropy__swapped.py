# mistake: unlisted: ε and 1−ε swapped
import numpy as np

def soft_label_cross_entropy(scores, t, eps):
    p = np.where(t > 0, eps, 1 - eps)
    return np.sum(p * np.logaddexp(0, -scores) + (1 - p) * np.logaddexp(0, scores))
