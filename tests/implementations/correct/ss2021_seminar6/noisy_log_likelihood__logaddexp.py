# style: logaddexp, np.errstate around log 0
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    logsig = lambda a: -np.logaddexp(0.0, -a)
    with np.errstate(divide="ignore"):
        l1, l0 = np.log(np.float64(1 - eps)), np.log(np.float64(eps))
    return np.sum(np.logaddexp(l1 + logsig(t * scores), l0 + logsig(-t * scores)))
