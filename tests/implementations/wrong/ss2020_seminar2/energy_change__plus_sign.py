# mistake: missing ½ and sign of H (in the energy or its change)
def energy_change(W, x, i):
    h = sum(W[i, j] * x[j] for j in range(len(x)) if j != i)
    xi = 1 if h > 0 else -1
    if h == 0:
        xi = x[i]
    return (xi - x[i]) * h
