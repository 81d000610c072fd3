# mistake: (z−β)/(β(1−β)) without the factor z
def score_estimates(beta, m, rng):
    z = rng.binomial(1, beta, size=m)
    return (z - beta) / (beta * (1 - beta))
