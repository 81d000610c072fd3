# mistake: 1−ε and ε swapped
import numpy as np
from scipy.special import logsumexp, log_expit

def noisy_log_likelihood(scores, t, eps):
    z = np.stack([log_expit(t * scores), log_expit(-t * scores)])
    return logsumexp(z, axis=0, b=np.array([[eps], [1 - eps]])).sum()
