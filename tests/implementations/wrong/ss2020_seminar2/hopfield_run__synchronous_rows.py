# mistake: all neurons updated at once (cycles)
import numpy as np

def hopfield_run(W, x, max_sweeps):
    """One row per sweep, vectorised."""
    W = W * (1 - np.eye(len(x)))
    states = [x]
    converged = False
    while len(states) <= max_sweeps:
        h = W @ states[-1]
        nxt = np.where(h == 0, states[-1], np.sign(h))
        states.append(nxt)
        if np.array_equal(states[-2], nxt):
            converged = True
            break
    return np.stack(states), converged
