# mistake: sign (the printed (1) taken for the bound)
import numpy as np

def soft_label_cross_entropy(scores, t, eps):
    z = t * scores
    return -np.sum((1 - eps) * np.logaddexp(0, -z) + eps * np.logaddexp(0, z))
