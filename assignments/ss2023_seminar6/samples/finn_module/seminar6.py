"""DL seminar 6 (SS2023), Finn O'Leary

numpy and plain loops; torch only where it says torch
"""
import math

import numpy as np
import torch


# ---------------------------------------------------------------- Assignment 1


def softplus(z):
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def noisy_log_likelihood(scores, t, eps):
    total = 0.0
    for f, label in zip(scores, t):
        m = float(f * label)
        # log S(m) = -softplus(-m)
        if eps == 0:
            total -= softplus(-m)
        elif eps == 1:
            total -= softplus(m)
        else:
            a = math.log(1 - eps) - softplus(-m)
            b = math.log(eps) - softplus(m)
            total += max(a, b) + math.log1p(math.exp(-abs(a - b)))
    return total


def noisy_nll(logits, t, eps):
    m = logits * t
    if eps == 0:
        return torch.nn.functional.softplus(-m).sum()
    if eps == 1:
        return torch.nn.functional.softplus(m).sum()
    a = math.log(1 - eps) - torch.nn.functional.softplus(-m)
    b = math.log(eps) - torch.nn.functional.softplus(m)
    return -torch.logaddexp(a, b).sum()


def soft_label_cross_entropy(scores, t, eps):
    total = 0.0
    for f, label in zip(scores, t):
        m = float(f * label)
        total += (1 - eps) * softplus(-m) + eps * softplus(m)
    return total


# ---------------------------------------------------------------- Assignment 2


def kl_discrete(q, p):
    possible = q > 0
    if np.any(p[possible] == 0):
        return math.inf
    return np.sum(q[possible] * (np.log(q[possible]) - np.log(p[possible])))


def kl_factorised(qs, ps):
    d = 0
    for i in range(len(qs)):
        d += kl_discrete(qs[i], ps[i])
    return d


def joint(ps):
    n, K = ps.shape
    out = np.empty((K,) * n)
    for states in np.ndindex(out.shape):
        out[states] = math.prod(ps[i, s] for i, s in enumerate(states))
    return out


# ---------------------------------------------------------------- Assignment 3


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    var_q, var_p = np.square(sigma_q), np.square(sigma_p)
    return 0.5 * (np.log(var_p) - np.log(var_q) + var_q / var_p + np.square(np.subtract(mu_q, mu_p)) / var_p - 1)


# ---------------------------------------------------------------- Assignment 4


def average_precision(d_pos, d_neg):
    everything = list(d_pos) + list(d_neg)
    lost = 0.0
    for p in d_pos:
        rank = 0
        for x in everything:
            if x <= p:
                rank += 1
        before = 0
        for n in d_neg:
            if n < p:
                before += 1
        lost += before / rank
    return 1 - lost / len(d_pos)


def misranked_pairs(d_pos, d_neg):
    count = 0
    for p in d_pos:
        for n in d_neg:
            if n < p:
                count += 1
    return count


def triplet_loss(d_pos, d_neg, margin):
    loss = 0 * (d_pos.sum() + d_neg.sum())
    for p in d_pos:
        for n in d_neg:
            loss = loss + torch.clamp(margin + p - n, min=0)
    return loss


def smooth_indicator(d_n, d_p, tau):
    # tanh does not overflow
    return (1 + np.tanh((d_p - d_n) / (2 * tau))) / 2


def smooth_ap(d_pos, d_neg, tau):
    T = len(d_pos)
    lost = 0 * (d_pos.sum() + d_neg.sum())
    for i in range(T):
        before = torch.sigmoid((d_pos[i] - d_neg) / tau).sum()
        rank = 1 + before
        for j in range(T):
            if j != i:
                rank = rank + torch.sigmoid((d_pos[i] - d_pos[j]) / tau)
        lost = lost + before / rank
    return 1 - lost / T
