# style: one sweep a call, plain lists, returns a list and an int
def _sweep(W, s):
    out = []
    for i in range(len(s)):
        h = sum(W[i][j] * s[j] for j in range(len(s))) - W[i][i] * s[i]
        if h > 0:
            s = s[:i] + [1.0] + s[i + 1:]
        if h < 0:
            s = s[:i] + [-1.0] + s[i + 1:]
        out.append(s)
    return out

def hopfield_run(W, x, max_sweeps):
    def go(states, left):
        if left == 0:
            return states, 0
        new = _sweep(W, states[-1])
        if new[-1] == states[-1] and all(r == states[-1] for r in new):
            return states + new, 1
        return go(states + new, left - 1)

    return go([[float(v) for v in x]], max_sweeps)
