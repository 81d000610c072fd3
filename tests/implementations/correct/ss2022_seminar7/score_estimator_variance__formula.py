# style: the closed form
def score_estimator_variance(beta, m):
    return (1 - beta) / (m * beta)
