# mistake: log_var as σ
def reparameterised_sample(mu, log_var, eps):
    return mu + log_var * eps
