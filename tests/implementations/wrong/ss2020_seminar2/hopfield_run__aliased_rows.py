# mistake: unlisted: appends the same array every time, so that all rows are the last state
import numpy as np

def hopfield_run(W, x, max_sweeps):
    s = x.copy()
    states = [s]
    for _ in range(max_sweeps):
        changed = False
        for i in range(len(s)):
            h = W[i] @ s - W[i, i] * s[i]
            new = s[i] if h == 0 else np.sign(h)
            changed |= bool(new != s[i])
            s[i] = new
            states.append(s)
        if not changed:
            return np.array(states), True
    return np.array(states), False
