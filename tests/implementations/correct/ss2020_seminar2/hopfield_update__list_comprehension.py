# style: builds a list, Python ints
def hopfield_update(W, x, i):
    """x: list-like of +-1. The answer is a plain list."""
    field = sum(wij * xj for j, (wij, xj) in enumerate(zip(W[i], x)) if j != i)
    sign = lambda v, old: old if v == 0 else (1 if v > 0 else -1)
    return [int(sign(field, xj)) if j == i else int(xj) for j, xj in enumerate(x)]
