# style: the marginalisation as in the hint, scipy logsumexp per sample
from scipy.special import logsumexp, log_expit

def noisy_log_likelihood(scores, t, eps):
    ll = 0.0
    for f, label in zip(scores, t):
        terms = []
        probs = []
        for k in (-1, +1):
            terms.append(log_expit(k * f))
            probs.append(1 - eps if label == k else eps)
        ll += logsumexp(terms, b=probs)
    return ll
