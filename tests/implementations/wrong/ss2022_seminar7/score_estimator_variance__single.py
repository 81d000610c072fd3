# mistake: m forgotten
def score_estimator_variance(beta, m):
    second_moment = beta * (1 / beta) ** 2
    return second_moment - 1.0
