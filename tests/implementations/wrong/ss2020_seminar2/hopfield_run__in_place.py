# mistake: input modified in place
import numpy as np

def hopfield_run(W, x, max_sweeps):
    rows = [x.copy()]
    done = False
    for _ in range(max_sweeps):
        before = x.copy()
        for i in range(len(x)):
            h = W[i] @ x - W[i, i] * x[i]
            if h != 0:
                x[i] = np.sign(h)
            rows.append(x.copy())
        done = bool((before == x).all())
        if done:
            break
    return np.array(rows), done
