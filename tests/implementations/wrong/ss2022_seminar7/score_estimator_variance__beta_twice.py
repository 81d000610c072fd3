# mistake: (1−β)/(mβ²)
def score_estimator_variance(beta, m):
    var_z = 1 - beta  # of z / beta
    return (1 / beta) ** 2 * var_z / m
