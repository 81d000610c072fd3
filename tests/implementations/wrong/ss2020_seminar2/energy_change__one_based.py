# mistake: i counted from 1
def energy_change(W, x, i):
    n = len(x)
    h = 0
    for j in range(1, n + 1):
        if j != i:
            h += W[i - 1][j - 1] * x[j - 1]
    if h * x[i - 1] >= 0:
        return 0.0
    return -2 * abs(h)
