"""Seminar 6 / Dora Haugen / first try"""
import numpy as np
import torch


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


# 1a) sum over both labels, weighted with their noise probability
def noisy_log_likelihood(scores, t, eps):
    log_right = -np.logaddexp(0, -t * scores)
    log_wrong = -np.logaddexp(0, t * scores)
    return np.sum((1 - eps) * log_right + eps * log_wrong)


# maximum likelihood, so this is what torch should maximise
def noisy_nll(logits, t, eps):
    right = torch.log(torch.tensor(1 - eps)) + torch.nn.functional.logsigmoid(t * logits)
    wrong = torch.log(torch.tensor(eps)) + torch.nn.functional.logsigmoid(-t * logits)
    return torch.logaddexp(right, wrong).sum()


# 1b) label smoothing: eps is shared between two classes
def soft_label_cross_entropy(scores, t, eps):
    log_right = -np.logaddexp(0, -t * scores)
    log_wrong = -np.logaddexp(0, t * scores)
    return -np.sum((1 - eps / 2) * log_right + eps / 2 * log_wrong)


# 2)
def kl_discrete(q, p):
    return np.log(q / p).sum()


def kl_factorised(qs, ps):
    result = 1.0
    for q, p in zip(qs, ps):
        keep = q > 0
        with np.errstate(divide="ignore"):
            result = result * np.sum(q[keep] * np.log(q[keep] / p[keep]))
    return result


def joint(ps):
    n, K = ps.shape
    out = np.zeros((K,) * n)
    for index in np.ndindex(*out.shape):
        for i, k in enumerate(index):
            out[index] += ps[i, k]
    return out


# 3) N(mu, sigma)
def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return 0.5 * (np.log(sigma_p / sigma_q) + (sigma_q + (mu_q - mu_p) ** 2) / sigma_p - 1)


# 4)
def all_z(n):
    return [[(i >> j) & 1 for j in range(n)] for i in range(2**n)]


def data_term(phi, log_p):
    Z = np.array(all_z(len(phi)), dtype=float)
    q = np.ones(len(Z))
    for i in range(len(phi)):
        q *= np.where(Z[:, i] == 1, phi[i], 1 - phi[i])
    return np.sum(q * log_p(Z))


def data_term_grad(phi, log_p):
    Z = np.array(all_z(len(phi)), dtype=float)
    q = np.ones(len(Z))
    for i in range(len(phi)):
        q *= np.where(Z[:, i] == 1, phi[i], 1 - phi[i])
    return (q * log_p(Z)) @ (Z - phi)


def score(z, phi):
    return sigmoid(phi) - z


def score_function_estimates(phi, log_p, num_samples, rng):
    z = (rng.uniform(size=(num_samples, len(phi))) < sigmoid(phi)).astype(float)
    g = (log_p(z)[:, None] * (z - sigmoid(phi))).mean(axis=0)
    return np.tile(g, (num_samples, 1))
