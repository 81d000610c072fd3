# Boris Dvořák, seminar 7 -- PyTorch version
import torch
from torch.distributions import Bernoulli, kl_divergence

torch.set_default_dtype(torch.float64)


def T(a):
    return torch.as_tensor(a, dtype=torch.float64)


def states(n):
    if n == 0:
        return torch.zeros(1, 0)
    return torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * n).reshape(-1, n)


def log_q(z, phi):
    return Bernoulli(logits=phi).log_prob(z).sum(-1)


def data_term(phi, log_p):
    phi = T(phi)
    z = states(len(phi))
    return torch.sum(log_q(z, phi).exp() * log_p(z))


def data_term_grad(phi, log_p):
    # let autograd do it
    phi = T(phi).clone().requires_grad_(True)
    (g,) = torch.autograd.grad(data_term(phi, log_p), phi)
    return g


def score(z, phi):
    return T(z) - torch.sigmoid(T(phi))


def score_function_estimates(phi, log_p, num_samples, rng):
    phi = T(phi)
    u = torch.from_numpy(rng.uniform(size=(num_samples, phi.numel())))
    z = (u < torch.sigmoid(phi)).double()
    return log_p(z).unsqueeze(1) * score(z, phi)


def kl_bernoulli(q, p):
    # torch.distributions knows the corner cases
    q, p = T(q), T(p)
    return kl_divergence(Bernoulli(probs=q), Bernoulli(probs=p)).sum()


def kl_grad(phi, prior):
    phi = T(phi).clone().requires_grad_(True)
    s = torch.sigmoid(phi)
    kl = kl_bernoulli(s, prior)
    return torch.autograd.grad(kl, phi)[0]


def score_term(phi):
    phi = T(phi)
    z = states(len(phi))
    rows = []
    for one in z:
        p = phi.clone().requires_grad_(True)
        lq = log_q(one, p)
        rows.append(lq.exp().detach() * torch.autograd.grad(lq, p)[0])
    return torch.stack(rows)


def score_estimates(beta, m, rng):
    """z * d/dbeta log q(z), by autograd"""
    b = torch.full((m,), float(beta), requires_grad=True)
    z = torch.tensor(rng.binomial(1, beta, size=m), dtype=torch.float64)
    logq = z * torch.log(b) + (1 - z) * torch.log(1 - b)
    return z * torch.autograd.grad(logq.sum(), b)[0]


def score_estimator_variance(beta, m):
    second_moment = beta * (1 / beta) ** 2
    return (second_moment - 1.0) / m
