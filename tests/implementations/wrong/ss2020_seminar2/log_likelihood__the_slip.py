# mistake: unlisted: the sheet's slip to the letter: the sum of log log S
import numpy as np

def log_likelihood(w, X, k):
    p = -np.logaddexp(0, -k * (X @ w))
    return np.log(p).sum()
