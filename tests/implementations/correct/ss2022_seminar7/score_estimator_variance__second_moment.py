# style: second moment minus squared mean, over m
import numpy as np

def score_estimator_variance(beta, m):
    values = np.array([0.0, 1.0 / beta])
    probs = np.array([1.0 - beta, beta])
    mean = probs @ values
    return np.array([probs @ (values - mean) ** 2 / m])
