# style: a loop with the three cases
import math

def elbo_reconstruction(q, log_lik, prior):
    expected, kl = 0.0, 0.0
    for qz, ll, pz in zip(q, log_lik, prior):
        if qz > 0:
            expected += qz * ll
            kl += qz * math.log(qz / pz) if pz > 0 else math.inf
    return expected - kl
