# mistake: unlisted: the sweep that changes nothing is not recorded
import numpy as np

def hopfield_run(W, x, max_sweeps):
    cur, rows = x.copy(), [x.copy()]
    for _ in range(max_sweeps):
        sweep = []
        for i in range(len(cur)):
            h = sum(W[i, j] * cur[j] for j in range(len(cur)) if i != j)
            cur[i] = 1 if h > 0 else -1 if h < 0 else cur[i]
            sweep.append(cur.copy())
        if all((r == rows[-1]).all() for r in sweep):
            return np.array(rows), True
        rows += sweep
    return np.array(rows), False
