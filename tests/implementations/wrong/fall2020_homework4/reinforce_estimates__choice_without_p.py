# mistake: uniform z
import numpy as np

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = np.exp(logits) / np.exp(logits).sum()
    rows = []
    for _ in range(num_samples):
        z = rng.choice(len(p))
        rows.append(f_values[z] * ((np.arange(len(p)) == z) - p))
    return np.array(rows)
