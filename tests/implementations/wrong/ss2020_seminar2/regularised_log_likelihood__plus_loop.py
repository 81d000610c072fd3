# mistake: + λ‖w‖²
import numpy as np

def regularised_log_likelihood(w, X, k, lam):
    value = 0.0
    for i in range(len(k)):
        value += -np.logaddexp(0, -k[i] * np.dot(w, X[i]))
    for c in w:
        value += lam * c ** 2
    return value
