# mistake: unlisted: the standard deviation
import math

def score_estimator_variance(beta, m):
    return math.sqrt((1 - beta) / (m * beta))
