# mistake: unlisted: always the most likely z
import numpy as np
from scipy.special import softmax

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = softmax(logits)
    z = np.full(num_samples, p.argmax())
    return f_values[z][:, None] * (np.eye(len(p))[z] - p)
