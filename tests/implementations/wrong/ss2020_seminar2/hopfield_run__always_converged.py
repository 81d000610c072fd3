# mistake: unlisted: says converged when the sweeps are used up
import numpy as np

def hopfield_run(W, x, max_sweeps):
    W0 = W - np.diag(np.diag(W))
    states = [x.copy()]
    for s in range(max_sweeps):
        for i in range(len(x)):
            new = states[-1].copy()
            new[i] = 1.0 if W0[i] @ new >= 0 else -1.0
            states.append(new)
        if (states[-1] == states[-1 - len(x)]).all():
            break
    return np.array(states), True
