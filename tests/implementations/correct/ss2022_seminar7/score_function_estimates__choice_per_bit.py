# style: rng.choice for every component
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    cols = []
    for f in phi:
        p = 1 / (1 + np.exp(-f))
        cols.append(rng.choice([0.0, 1.0], size=num_samples, p=[1 - p, p]))
    z = np.column_stack(cols)
    p = 1 / (1 + np.exp(-phi))
    return [list(lp * (row - p)) for lp, row in zip(log_p(z), z)]
