# mistake: missing −log q
def elbo(q, log_joint):
    total = 0.0
    for a, b in zip(q, log_joint):
        total += a * b if a > 0 else 0.0
    return total
