# mistake: unlisted: weights with p instead of q
import numpy as np

def kl_discrete(q, p):
    with np.errstate(all="ignore"):
        return np.nansum(np.where(q > 0, p * np.log(q / p), 0))
