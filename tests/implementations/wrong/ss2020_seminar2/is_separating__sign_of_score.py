# mistake: unlisted: a score of 0 counts as class −1
import numpy as np

def is_separating(w, X, k):
    pred = np.where(X @ w > 0, 1, -1)
    return bool((pred == k).all())
