# mistake: ≥ for >
def is_separating(w, X, k):
    bad = [i for i in range(len(k)) if k[i] * (X[i] @ w) < 0]
    return len(bad) == 0
