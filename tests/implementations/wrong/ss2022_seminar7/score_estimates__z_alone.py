# mistake: z alone
def score_estimates(beta, m, rng):
    return rng.binomial(1, beta, m)
