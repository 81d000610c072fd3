# mistake: missing −softmax
import numpy as np

def reinforce_estimates(logits, f_values, num_samples, rng):
    K = len(logits)
    out = np.zeros((num_samples, K))
    for s in range(num_samples):
        z = int(np.argmax(logits + rng.gumbel(size=K)))
        out[s, z] = f_values[z]
    return out
