# style: loop, Python bool
def is_separating(w, X, k):
    for i in range(X.shape[0]):
        score = 0.0
        for a, b in zip(X[i], w):
            score += a * b
        if score * k[i] <= 0:
            return False
    return True
