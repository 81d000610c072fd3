from __future__ import annotations

from typing import Any

import numpy as np

from grader import Draw, carried, check, mistake, sampler
from grader.judge.gaussian import Gaussian
from reference import projection, ridge


@check("project", reference=projection.project, domain=lambda A, b: np.linalg.cond(A) < 100)
def project(draw: Draw) -> dict[str, Any]:
    """Orthogonal projection of b onto the columns of A"""
    n = draw.integer(1, 3)
    m = n + draw.integer(1, 3)
    return {"A": np.eye(m)[:, :n] * 2 + draw.uniform(-0.3, 0.3, m, n), "b": draw.normal(m)}


project.edges({"A": np.eye(3)[:, :1], "b": np.zeros(3)}, {"A": np.eye(2), "b": np.array([1.0, 2.0])})


@mistake(project, "the coefficients instead of the projection")
def coefficients(A: Any, b: Any) -> Any:
    return np.linalg.lstsq(A, b, rcond=None)[0]


@mistake(project, "the columns are taken for orthonormal")
def orthonormal(A: Any, b: Any) -> Any:
    return A @ (A.T @ b)


@check("residual", reference=projection.residual, domain=lambda A, b: np.linalg.cond(A) < 100)
def residual(draw: Draw) -> dict[str, Any]:
    """What of b the projection leaves"""
    m = draw.integer(2, 4)
    return {"A": np.eye(m)[:, :1] * 2 + draw.uniform(-0.3, 0.3, m, 1), "b": draw.normal(m)}


@carried(residual, "project", "A", "b")
def after_own_projection(own: Any, A: Any, b: Any) -> Any:
    return b - own


@mistake(residual, "sign")
def projection_minus_b(A: Any, b: Any) -> Any:
    return projection.project(A, b) - b


@check("is_orthogonal", reference=projection.is_orthogonal)
def is_orthogonal(draw: Draw) -> dict[str, Any]:
    """Whether two vectors are orthogonal"""
    n = draw.size(2, 5)
    a = draw.permutation(np.arange(1.0, n + 1))
    b = np.zeros(n)
    b[:2] = [a[1], -a[0]]
    return {"a": a, "b": b if draw.integer(0, 1) else a}


@sampler("correlated_noise", draws="m", target=lambda mean, cov, m, rng: Gaussian(mean, cov))
def correlated_noise(draw: Draw) -> dict[str, Any]:
    """Normal vectors with a given mean and covariance"""
    factor = np.eye(2) + np.tril(draw.uniform(0.2, 0.9, 2, 2))
    return {"mean": draw.normal(2), "cov": factor @ factor.T, "m": 1024, "rng": draw.generator()}


@mistake(correlated_noise, "the covariance is taken for its square root")
def squared(mean: Any, cov: Any, m: int, rng: Any) -> Gaussian:
    return Gaussian(mean, cov @ cov.T)


@check("ridge_loss", reference=ridge.ridge_loss, gradients=ridge.ridge_gradient)
def ridge_loss(draw: Draw) -> dict[str, Any]:
    """Ridge loss, differentiable with respect to w"""
    m, n = draw.size(1, 5), draw.size(1, 4)
    return {"w": draw.tensor(draw.normal(n)), "X": draw.normal(m, n), "y": draw.normal(m), "lam": draw.positive()}


ridge_loss.edges({"w": Draw(np.random.default_rng(0)).tensor(np.zeros(2)), "X": np.eye(2), "y": np.ones(2), "lam": 0.0})


@mistake(ridge_loss, "mean instead of sum")
def mean(w: Any, X: Any, y: Any, lam: float) -> Any:
    return ((X @ w - y) ** 2).mean() + lam * (w * w).sum()
