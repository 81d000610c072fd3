# mistake: mean
import numpy as np

def soft_label_cross_entropy(scores, t, eps):
    z = t * scores
    return ((1 - eps) * np.logaddexp(0, -z) + eps * np.logaddexp(0, z)).mean()
