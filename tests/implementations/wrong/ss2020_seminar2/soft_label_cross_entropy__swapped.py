# mistake: ε and 1−ε swapped
import numpy as np

def soft_label_cross_entropy(w, X, t, eps):
    z = t * X.dot(w)
    return (eps * np.logaddexp(0, -z) + (1 - eps) * np.logaddexp(0, z)).sum()
