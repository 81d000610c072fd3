# mistake: 1/(mβ)
def score_estimator_variance(beta, m):
    return 1 / (m * beta)
