# mistake: all neurons updated at once (cycles)
import numpy as np

def hopfield_run(W, x, max_sweeps):
    V = W.copy()
    np.fill_diagonal(V, 0)
    states = [x.copy()]
    n = len(x)
    for _ in range(max_sweeps):
        cur = states[-1]
        new = np.where(V @ cur >= 0, 1.0, -1.0)
        for i in range(n):
            step = states[-1].copy()
            step[i] = new[i]
            states.append(step)
        if (new == cur).all():
            return np.array(states), True
    return np.array(states), False
