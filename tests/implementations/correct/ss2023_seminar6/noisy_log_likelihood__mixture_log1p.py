# style: difference of the two logs and log1p, loop
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    ll = np.float64(0)
    for f, ti in zip(scores, t):
        z = ti * f
        good, bad = -np.logaddexp(0, -z), -np.logaddexp(0, z)
        if eps in (0, 1):
            ll += bad if eps else good
            continue
        a, b = good + np.log(1 - eps), bad + np.log(eps)
        ll += max(a, b) + np.log1p(np.exp(-abs(a - b)))
    return ll
