# mistake: 1/(mβ)
import numpy as np

def score_estimator_variance(beta, m):
    values = np.array([0.0, 1 / beta])
    return np.dot([1 - beta, beta], values**2) / m
