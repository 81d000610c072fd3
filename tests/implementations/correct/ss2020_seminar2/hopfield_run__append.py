# style: list of states, np.array at the end
import numpy as np

def hopfield_run(W, x, max_sweeps):
    n = len(x)
    state = x.copy()
    history = [state.copy()]
    converged = False
    for sweep in range(max_sweeps):
        changed = False
        for i in range(n):
            h = sum(W[i, j] * state[j] for j in range(n) if j != i)
            if h != 0 and np.sign(h) != state[i]:
                state[i] = np.sign(h)
                changed = True
            history.append(state.copy())
        if not changed:
            converged = True
            break
    return np.array(history), converged
