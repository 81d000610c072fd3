# mistake: returns ones (exact value in disguise)
def score_estimates(beta, m, rng):
    exact = beta * (1 / beta) + (1 - beta) * 0
    return [exact for _ in range(m)]
