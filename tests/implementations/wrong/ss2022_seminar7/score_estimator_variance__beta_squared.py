# mistake: (1−β)/(mβ²)
def score_estimator_variance(beta, m):
    return (1 - beta) / (m * beta**2)
