# mistake: exp(log_var)
def reparameterised_sample(mu, log_var, eps):
    var = log_var.exp()
    z = eps.mul(var)
    return z.add(mu)
