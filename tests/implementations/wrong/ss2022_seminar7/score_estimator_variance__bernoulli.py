# mistake: β(1−β)/m
def score_estimator_variance(beta, m):
    return beta * (1 - beta) / m
