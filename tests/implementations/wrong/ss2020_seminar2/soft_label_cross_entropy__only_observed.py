# mistake: unlisted: only the term of the observed label
import numpy as np

def soft_label_cross_entropy(w, X, t, eps):
    return (1 - eps) * np.logaddexp(0, -t * (X @ w)).sum()
