# mistake: unlisted: compares a 0/1 prediction with ±1 labels
import numpy as np

def is_separating(w, X, k):
    pred = (X @ w > 0).astype(int)
    return bool((pred == k).all())
