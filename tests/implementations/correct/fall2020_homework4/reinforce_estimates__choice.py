# style: rng.choice and one-hot rows
import numpy as np

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = np.exp(logits - logits.max())
    p /= p.sum()
    z = rng.choice(len(p), size=num_samples, p=p)
    return f_values[z][:, None] * (np.eye(len(p))[z] - p)
