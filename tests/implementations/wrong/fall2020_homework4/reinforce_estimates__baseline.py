# mistake: unlisted: the mean of f subtracted as a baseline
import numpy as np
from scipy.special import softmax

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = softmax(logits)
    z = rng.choice(len(p), num_samples, p=p)
    advantage = f_values[z] - p @ f_values
    return advantage[:, None] * (np.eye(len(p))[z] - p)
