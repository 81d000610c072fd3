# style: inverse CDF in a Python loop, lists
import math

def reinforce_estimates(logits, f_values, num_samples, rng):
    top = max(logits)
    weights = [math.exp(v - top) for v in logits]
    total = sum(weights)
    p = [w / total for w in weights]
    rows = []
    for _ in range(num_samples):
        u, z = rng.random(), 0
        while z < len(p) - 1 and u >= p[z]:
            u -= p[z]
            z += 1
        rows.append([float(f_values[z]) * ((k == z) - p[k]) for k in range(len(p))])
    return rows
