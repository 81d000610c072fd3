# mistake: missing −softmax
import numpy as np
from scipy.special import softmax

def reinforce_estimates(logits, f_values, num_samples, rng):
    z = rng.choice(len(logits), num_samples, p=softmax(logits))
    onehot = np.eye(len(logits))[z]
    return f_values[z, None] * onehot
