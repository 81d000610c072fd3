"""Samples of a normal distribution: location, scale, shape, correlation, independence, no repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import chdtr, chdtrc, kolmogorov, ndtr

from grader.judge.serial import correlation_p, distinct_share
from grader.judge.target import Suspicion
from grader.judge.wording import unsigned
from grader.records import Array

# Single precision repeats a normal draw now and then; tiled noise repeats all of them.
_DISTINCT = 0.9


@dataclass(frozen=True, slots=True)
class Gaussian:
    """N(mean, covariance): `(d,)` and `(d, d)`, the covariance positive definite."""

    mean: Array
    covariance: Array

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.mean.shape)

    def sample(self, rng: np.random.Generator, count: int) -> Array:
        """Rows `(count, d)`."""
        factor = np.linalg.cholesky(self.covariance)
        return np.asarray(self.mean + rng.normal(size=(count, len(self.mean))) @ factor.T)

    def described(self) -> dict[str, Any]:
        """Its parameters."""
        return {"mean": unsigned(self.mean), "covariance": unsigned(self.covariance)}

    def misfit(self, sample: Array) -> str | None:
        """Rows that are not finite, or too many repeats."""
        if not np.isfinite(sample).all():
            return "some draws are not finite"
        share = distinct_share(sample)
        if len(sample) > 1 and share < _DISTINCT:
            return f"only {share:.0%} of the rows are distinct: is one noise used for several rows?"
        return None

    def suspicions(self, batches: Sequence[Array], level: float) -> list[Suspicion]:
        """Tests of the whitened draws, which are independent and standard normal if all is right."""
        factor = np.linalg.cholesky(self.covariance)
        white = [np.linalg.solve(factor, (batch - self.mean).T).T for batch in batches]
        found = list(_tests(white))
        return [one for one in found if one.p < level / len(found)]


def _tests(batches: Sequence[Array]) -> Iterator[Suspicion]:
    pooled = np.concatenate(batches)
    count, dimension = pooled.shape
    for axis in range(dimension):
        values = pooled[:, axis]
        mean_p = float(2 * ndtr(-abs(values.sum()) / np.sqrt(count)))
        yield Suspicion(mean_p, f"the mean of coordinate {axis} is off by {values.mean():+.3g} standard deviations")
        square = float((values**2).sum())
        scale_p = float(2 * min(chdtr(count, square), chdtrc(count, square)))
        yield Suspicion(
            scale_p, f"the standard deviation of coordinate {axis} is {values.std():.3g} times the right one"
        )
        distance = _distance(values)
        yield Suspicion(float(kolmogorov(np.sqrt(count) * distance)), f"coordinate {axis} is not normal")
        even_p = float(1 - kolmogorov(np.sqrt(count) * distance))
        yield Suspicion(even_p, f"the draws of coordinate {axis} are spread more evenly than independent ones")
        for other in range(axis):
            product = float((values * pooled[:, other]).sum() / np.sqrt(count))
            yield Suspicion(float(2 * ndtr(-abs(product))), f"coordinates {other} and {axis} have a wrong correlation")
        for batch in batches:
            p, lag = correlation_p(batch[:, axis])
            yield Suspicion(p, f"draws that are {lag} apart are not independent of each other")


def _distance(values: Array) -> float:
    """The Kolmogorov–Smirnov distance to N(0, 1)."""
    count = len(values)
    below = ndtr(np.sort(values))
    steps = np.arange(count + 1) / count
    return float(max((steps[1:] - below).max(), (below - steps[:-1]).max()))
