# style: float32, one vector of signs
import numpy as np

def soft_label_cross_entropy(scores, t, eps):
    z = np.concatenate([t * scores, -t * scores]).astype(np.float32)
    weights = np.repeat(np.array([1 - eps, eps], dtype=np.float32), len(t))
    return np.dot(weights, np.logaddexp(np.float32(0), -z)).reshape(1)
