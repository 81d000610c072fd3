# mistake: unlisted: factor ε/(1−ε) in logs: nan at ε = 1
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    z = t * scores
    with np.errstate(all="ignore"):
        odds = np.log(eps) - np.log(1 - eps)
        return (np.log(1 - eps) - np.logaddexp(0, -z) + np.logaddexp(0, odds - z)).sum()
