# mistake: exact gradient in disguise
import numpy as np
from scipy.special import softmax

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = softmax(logits)
    exact = p * f_values - p * np.sum(p * f_values)
    return exact + rng.normal(scale=0.1, size=(num_samples, len(p)))
