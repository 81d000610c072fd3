"""Kullback-Leibler divergences D(q‖p): discrete, factorising, univariate normal, Bernoulli."""

from __future__ import annotations

from functools import reduce

import numpy as np
from scipy.special import rel_entr

from reference.arrays import Array, Broadcast, Scalar


def kl_discrete(q: Array, p: Array) -> Scalar:
    """KL divergence of two discrete distributions, Σ_k q_k log(q_k / p_k).

    Args:
        q: probabilities (K,).
        p: probabilities (K,).

    Returns:
        A scalar, at least 0: q_k = 0 adds 0, also where p_k = 0; +inf where q_k > 0 = p_k; never nan.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 2.
    """
    # rel_entr(q, p) is q log(q/p) with exactly these conventions at 0.
    divergence: Scalar = rel_entr(q, p).sum()
    return divergence


def kl_factorised(qs: Array, ps: Array) -> Scalar:
    """KL divergence of two factorising distributions, Σ_i D(q_i‖p_i), without building the joint.

    Args:
        qs: probabilities (n, K), the distribution of component i in row i.
        ps: probabilities (n, K).

    Returns:
        A scalar, at least 0; +inf where a component's is.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 2.
    """
    divergence: Scalar = rel_entr(qs, ps).sum()
    return divergence


def joint(ps: Array) -> Array:
    """Joint distribution of independent components, p(x) = Π_i p_i(x_i).

    Args:
        ps: probabilities (n, K), the distribution of component i in row i.

    Returns:
        A new table of shape (K,) * n; axis i is component i.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 2.
    """
    table: Array = reduce(np.multiply.outer, ps, np.ones(()))
    return table


def kl_normal(mu_q: Broadcast, sigma_q: Broadcast, mu_p: Broadcast, sigma_p: Broadcast) -> Array:
    """KL divergence of two univariate normals, log(σ_p/σ_q) + (σ_q² + (μ_q-μ_p)²) / (2σ_p²) - ½.

    Args:
        mu_q: means of q, any shape.
        sigma_q: standard deviations of q, positive.
        mu_p: means of p.
        sigma_p: standard deviations of p, positive. All four broadcast.

    Returns:
        Divergences of the broadcast shape, at least 0; for nearly equal distributions the absolute error is
        far below 1e-15.

    Source: ss2021_seminar6 and ss2023_seminar6, assignment 3.
    """
    ratio = sigma_q / sigma_p
    shift = (mu_q - mu_p) / sigma_p
    # ½(r² - 1) - log r has slope 0 at r = 1: with both parts from the same rounded r, and r² - 1 as a
    # product, the error is only |r - 1| roundings; subtracting ½ from the squares would leave a whole one.
    divergence: Array = 0.5 * ((ratio - 1.0) * (ratio + 1.0) + shift * shift) - np.log(ratio)
    return divergence


def kl_bernoulli(q: Array, p: Array) -> Scalar:
    """KL divergence of two factorising Bernoullis, Σ_i q_i log(q_i/p_i) + (1-q_i) log((1-q_i)/(1-p_i)).

    Args:
        q: means (n,) in [0, 1], both ends included.
        p: means (n,) in [0, 1], both ends included.

    Returns:
        A scalar, at least 0; +inf where q can be what p cannot; never nan.

    Source: ss2022_seminar7, assignment 2 (a).
    """
    divergence: Scalar = (rel_entr(q, p) + rel_entr(1.0 - q, 1.0 - p)).sum()
    return divergence
