# mistake: sign
from scipy.special import log_expit

def soft_label_cross_entropy(w, X, t, eps):
    total = 0.0
    for i in range(X.shape[0]):
        for k in [-1, 1]:
            p_ik = (1 - eps) if k == t[i] else eps
            total += p_ik * log_expit(k * w.dot(X[i]))
    return total
