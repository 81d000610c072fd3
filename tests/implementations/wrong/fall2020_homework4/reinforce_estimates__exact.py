# mistake: exact gradient in disguise
import numpy as np
from scipy.special import softmax

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = softmax(logits)
    g = p * (f_values - p @ f_values)
    return np.tile(g, (num_samples, 1))
