# mistake: diagonal used in the update
import numpy as np

def hopfield_run(W, x, max_sweeps):
    states = [list(x)]
    converged = False
    for s in range(max_sweeps):
        changed = 0
        for i in range(len(x)):
            state = list(states[-1])
            field = sum(W[i, j] * state[j] for j in range(len(x)))
            new = state[i] if field == 0 else (1.0 if field > 0 else -1.0)
            changed += new != state[i]
            state[i] = new
            states.append(state)
        if changed == 0:
            converged = True
            break
    return np.array(states), converged
