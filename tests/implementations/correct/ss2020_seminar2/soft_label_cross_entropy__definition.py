# style: the double sum of the sheet, over samples and k
import numpy as np

def log_q(k, score):
    return -np.logaddexp(0, -k * score)

def soft_label_cross_entropy(w, X, t, eps):
    loss = 0.0
    for i in range(len(t)):
        score = X[i] @ w
        for k in (-1, 1):
            p = 1 - eps if k == t[i] else eps
            loss -= p * log_q(k, score)
    return loss
