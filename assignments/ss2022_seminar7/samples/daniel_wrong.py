"""Daniel, seminar 7"""
import numpy as np
from scipy.special import rel_entr


def sig(x):
    return 1 / (1 + np.exp(-x))


def enumerate_z(n):
    # z_0 flips fastest
    return np.array([[k // 2**i % 2 for i in range(n)] for k in range(2**n)], float)


def data_term(phi, log_p):
    z = enumerate_z(len(phi))
    # expectation = sum over all states
    return np.sum(log_p(z))


def data_term_grad(phi, log_p):
    z = enumerate_z(len(phi))
    s = sig(phi)
    q = np.prod(np.where(z > 0, s, 1 - s), axis=1)
    return ((q * log_p(z))[:, None] * (z - s) / (s * (1 - s))).sum(0)


def score(z, phi):
    return sig(phi) - z


def score_function_estimates(phi, log_p, num_samples, rng):
    z = (rng.random((num_samples, len(phi))) < sig(phi)).astype(float)
    return z - sig(phi)


def kl_bernoulli(q, p):
    return rel_entr(p, q).sum() + rel_entr(1 - p, 1 - q).sum()


def kl_grad(phi, prior):
    s = sig(phi)
    # chain rule: dKL/ds * ds/dphi * ds/dphi
    return (phi - np.log(prior / (1 - prior))) * (s * (1 - s)) ** 2


def score_term(phi):
    z = enumerate_z(len(phi))
    s = sig(phi)
    q = np.prod(np.where(z > 0, s, 1 - s), axis=1)
    return q[:, None] * (z - s)


def score_estimates(beta, m, rng):
    z = rng.random(m) < beta
    return z.astype(float)


def score_estimator_variance(beta, m):
    return (1 - beta) / beta
