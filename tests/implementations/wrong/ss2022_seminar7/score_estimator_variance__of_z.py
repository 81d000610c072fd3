# mistake: β(1−β)/m
import numpy as np

def score_estimator_variance(beta, m):
    p = np.array([1 - beta, beta])
    z = np.array([0.0, 1.0])
    return (p @ z**2 - (p @ z) ** 2) / m
