# style: z times the derivative of log q, in a loop
def score_estimates(beta, m, rng):
    out = []
    for _ in range(m):
        z = 1 if rng.uniform() < beta else 0
        dlogq = z / beta - (1 - z) / (1 - beta)
        out.append(z * dlogq)
    return out
