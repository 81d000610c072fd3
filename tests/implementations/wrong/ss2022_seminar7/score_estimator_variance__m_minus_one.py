# mistake: unlisted: divides by m − 1
def score_estimator_variance(beta, m):
    return (1 - beta) / (max(m - 1, 1) * beta)
