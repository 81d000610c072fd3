# style: the whole row minus the own weight, tie becomes +1
def hopfield_update(W, x, i):
    field = W[i] @ x - W[i, i] * x[i]
    y = x.copy()
    y[i] = 1 if field >= 0 else -1
    return y
