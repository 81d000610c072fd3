"""Seminar 6, Bea Lindqvist. Everything with torch, arrays go in and come out."""
import math
import string
from itertools import product

import torch
import torch.nn.functional as F
from torch.distributions import Bernoulli, Normal, kl_divergence


def to_t(a):
    return torch.as_tensor(a, dtype=torch.float64)


# ---- 1


def noisy_nll(logits, t, eps):
    log_eps = math.log(eps) if eps > 0 else -math.inf
    log_ok = math.log1p(-eps) if eps < 1 else -math.inf
    both = torch.stack([F.logsigmoid(t * logits) + log_ok, F.logsigmoid(-t * logits) + log_eps])
    return -both.logsumexp(dim=0).sum()


def noisy_log_likelihood(scores, t, eps):
    return -noisy_nll(to_t(scores), to_t(t), eps).item()


def soft_label_cross_entropy(scores, t, eps):
    # binary cross entropy with targets 1-eps and eps
    target = torch.where(to_t(t) > 0, 1 - eps, eps).double()
    return F.binary_cross_entropy_with_logits(to_t(scores), target, reduction="sum").item()


# ---- 2


def kl_discrete(q, p):
    q, p = to_t(q), to_t(p)
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum().item()


def kl_factorised(qs, ps):
    qs, ps = to_t(qs), to_t(ps)
    per_component = (torch.xlogy(qs, qs) - torch.xlogy(qs, ps)).sum(dim=1)
    return float(per_component.sum())


def joint(ps):
    letters = string.ascii_letters[: len(ps)]
    return torch.einsum(",".join(letters) + "->" + letters, *to_t(ps)).numpy()


# ---- 3


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    q = Normal(to_t(mu_q), to_t(sigma_q))
    p = Normal(to_t(mu_p), to_t(sigma_p))
    return kl_divergence(q, p).numpy()


# ---- 4


def all_states(n):
    return torch.tensor(list(product([0.0, 1.0], repeat=n)), dtype=torch.float64)


def expected_log_p(phi, log_p):
    z = all_states(len(phi))
    q = Bernoulli(logits=phi).log_prob(z).sum(dim=1).exp()
    return q @ log_p(z)


def data_term(phi, log_p):
    return expected_log_p(to_t(phi), log_p)


def data_term_grad(phi, log_p):
    phi = torch.tensor(phi, dtype=torch.float64, requires_grad=True)
    expected_log_p(phi, log_p).backward()
    return phi.grad


def score(z, phi):
    rows = []
    for state in to_t(z):
        leaf = torch.tensor(phi, dtype=torch.float64, requires_grad=True)
        Bernoulli(logits=leaf).log_prob(state).sum().backward()
        rows.append(leaf.grad)
    return torch.stack(rows).numpy()


def score_function_estimates(phi, log_p, num_samples, rng):
    # torch has its own generators, so the bits come from numpy
    prob = torch.sigmoid(to_t(phi))
    z = to_t(rng.binomial(1, prob.numpy(), size=(num_samples, len(phi))))
    return (z - prob) * log_p(z).unsqueeze(1)
