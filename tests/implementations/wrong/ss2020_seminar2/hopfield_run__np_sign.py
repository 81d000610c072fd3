# mistake: np.sign as it is (0 at a tie)
import numpy as np

def hopfield_run(W, x, max_sweeps):
    n = len(x)
    cur = np.array(x)
    states = [cur.copy()]
    for _ in range(max_sweeps):
        old = cur.copy()
        for i in range(n):
            others = [j for j in range(n) if j != i]
            cur[i] = np.sign(np.sum(W[i, others] * cur[others]))
            states.append(cur.copy())
        if np.all(old == cur):
            return np.array(states), True
    return np.array(states), False
