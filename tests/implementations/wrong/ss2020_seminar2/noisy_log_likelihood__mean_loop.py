# mistake: mean
import numpy as np
from scipy.special import logsumexp, log_expit

def noisy_log_likelihood(w, X, t, eps):
    values = []
    for i in range(len(t)):
        z = t[i] * X[i].dot(w)
        values.append(logsumexp([log_expit(z), log_expit(-z)], b=[1 - eps, eps]))
    return sum(values) / len(values)
