# mistake: m forgotten
def score_estimator_variance(beta, m):
    return (1 - beta) / beta
