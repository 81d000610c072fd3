# mistake: diagonal used in the update
def hopfield_update(W, x, i):
    y = x.copy()
    h = W[i] @ x
    if h > 0:
        y[i] = 1
    elif h < 0:
        y[i] = -1
    return y
