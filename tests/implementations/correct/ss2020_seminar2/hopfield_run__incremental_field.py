# style: keeps all local fields up to date; int8 states; tie is +1
import numpy as np

def hopfield_run(W, x, max_sweeps):
    W0 = np.array(W)
    np.fill_diagonal(W0, 0)
    s = np.array(x)
    h = W0 @ s
    rows = [s.astype(np.int8)]
    ok = False
    while not ok and max_sweeps > 0:
        max_sweeps -= 1
        before = s.copy()
        for i in range(s.size):
            new = 1.0 if h[i] >= 0 else -1.0
            if new != s[i]:
                h = h + W0[:, i] * (new - s[i])
                s[i] = new
            rows.append(s.astype(np.int8))
        ok = bool(np.array_equal(before, s))
    return [np.stack(rows), ok]
