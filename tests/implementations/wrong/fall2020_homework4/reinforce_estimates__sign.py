# mistake: unlisted: softmax − onehot
import numpy as np
from scipy.special import softmax

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = softmax(logits)
    z = rng.choice(len(p), num_samples, p=p)
    return f_values[z][:, None] * (p - np.eye(len(p))[z])
