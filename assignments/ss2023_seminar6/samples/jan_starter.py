"""Deep Learning (SS2023), seminar 6. Fill in the functions; keep their names and arguments."""

import numpy as np
import torch


# Assignment 1


def noisy_log_likelihood(scores, t, eps):
    """Log-likelihood of noisy labels t (m,) given the network's outputs scores (m,)."""
    raise NotImplementedError


def noisy_nll(logits, t, eps):
    """The loss, minus the log-likelihood, as a differentiable torch scalar."""
    raise NotImplementedError


def soft_label_cross_entropy(scores, t, eps):
    """The cross-entropy (1)."""
    raise NotImplementedError


# Assignment 2


def kl_discrete(q, p):
    """KL divergence of two discrete distributions (K,)."""
    raise NotImplementedError


def kl_factorised(qs, ps):
    """KL divergence of two factorising distributions (n, K)."""
    raise NotImplementedError


def joint(ps):
    """The joint distribution, of shape (K,) * n."""
    raise NotImplementedError


# Assignment 3


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    """KL divergence of two normals, given by means and standard deviations."""
    raise NotImplementedError


# Assignment 4


def average_precision(d_pos, d_neg):
    """Average precision (2) of distances d_pos (T,) and d_neg (M,)."""
    raise NotImplementedError


def misranked_pairs(d_pos, d_neg):
    """The number of pairs with d_n < d_p."""
    raise NotImplementedError


def triplet_loss(d_pos, d_neg, margin):
    """The triplet loss of all pairs as a differentiable torch scalar."""
    raise NotImplementedError


def smooth_indicator(d_n, d_p, tau):
    """The expectation of (3) under logistic noise of scale tau; broadcasts."""
    raise NotImplementedError


def smooth_ap(d_pos, d_neg, tau):
    """Smooth AP as a differentiable torch scalar."""
    raise NotImplementedError
