# mistake: z alone
def score_estimates(beta, m, rng):
    return (rng.random(m) < beta).astype(float)
