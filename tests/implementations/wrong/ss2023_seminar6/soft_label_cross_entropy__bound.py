# mistake: sign (the printed (1) taken for the bound)
from scipy.special import log_expit

def soft_label_cross_entropy(scores, t, eps):
    return ((1 - eps) * log_expit(t * scores) + eps * log_expit(-t * scores)).sum()
