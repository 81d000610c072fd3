"""Samples of a distribution with finitely many values: every row on the support, in the right frequencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import bdtr, bdtrc, chdtr

from grader.judge.serial import agreement_p
from grader.judge.target import Suspicion
from grader.judge.wording import unsigned
from grader.records import Array

# Bins thinner than this are left out of the χ² statistic, whose left tail they would blur.
_FULL_BIN = 20.0
# Draws behind which "same value" means within this of the largest value on the support.
_MERGE = 1e-9


@dataclass(frozen=True, slots=True)
class FiniteSupport:
    """The values `(K, d)` that a row can have, their probabilities `(K,)` and allowed errors `(K, d)`."""

    rows: Array
    probabilities: Array
    allowed: Array
    shape: tuple[int, ...] = ()  # of one row as it is returned: () for a number, (d,) for a vector

    def sample(self, rng: np.random.Generator, count: int) -> Array:
        """Rows `(count, d)`."""
        weights = self.probabilities / self.probabilities.sum()
        return np.asarray(self.rows[rng.choice(len(weights), size=count, p=weights)])

    def described(self) -> dict[str, Any]:
        """The values that differ, and their probabilities."""
        merged = self.merged()
        rows = merged.rows.reshape(len(merged.rows), *self.shape)
        return {"values": unsigned(rows), "probabilities": unsigned(merged.probabilities)}

    def merged(self) -> FiniteSupport:
        """The same with equal rows as one: z differs where the estimate does not."""
        scale = _MERGE * max(1.0, float(np.abs(self.rows).max(initial=0.0)))
        _, first, inverse = np.unique(np.round(self.rows / scale), axis=0, return_index=True, return_inverse=True)
        weights = np.bincount(inverse.ravel(), weights=self.probabilities, minlength=len(first))
        return FiniteSupport(self.rows[first], weights, self.allowed[first], self.shape)

    def categories(self, sample: Array) -> Array:
        """Index of the value that each row of `sample` `(N, d)` is, −1 where it is none; call on merged ones."""
        found = np.full(len(sample), -1)
        for index, (row, allowed) in enumerate(zip(self.rows, self.allowed, strict=True)):
            near = (np.abs(sample - row) <= allowed).all(axis=1)
            found = np.where((found < 0) & near, index, found)
        return found

    def misfit(self, sample: Array) -> str | None:
        """What is wrong with rows that no honest sampler can return; None if nothing is."""
        off = self.merged().categories(sample) < 0
        if not off.any():
            return None
        index = int(np.argmax(off))
        row = np.array2string(sample[index] + 0.0, precision=6, separator=", ")
        return f"row {index} is {row}, which is no possible value ({int(off.sum())} of {len(sample)} rows are not)"

    def suspicions(self, batches: Sequence[Array], level: float) -> list[Suspicion]:
        """Tests of frequencies, evenness and independence that reject; an honest sampler's do so with probability
        below `level` in all.
        """
        merged = self.merged()
        return _suspicions(merged, [merged.categories(batch) for batch in batches], level)


def frequency_p(counts: Array, probabilities: Array) -> float:
    """Exact: the smallest two-sided binomial p-value over the values, Bonferroni-corrected."""
    total = int(counts.sum())
    below = bdtr(counts, total, np.clip(probabilities, 0.0, 1.0))
    above = np.where(counts > 0, bdtrc(counts - 1, total, np.clip(probabilities, 0.0, 1.0)), 1.0)
    impossible = (probabilities <= 0) & (counts > 0)
    return float(min(1.0, np.where(impossible, 0.0, 2 * np.minimum(below, above)).min() * len(counts)))


def too_even_p(batches: Sequence[Array], probabilities: Array) -> float:
    """How likely frequencies are as close to expectation as these, batch for batch: the left tail of χ².

    Draws spread evenly over the quantiles, or antithetic pairs, are unbiased but not independent.
    """
    statistic, freedom = 0.0, 0
    for counts in batches:
        expected = counts.sum() * probabilities
        full = expected >= _FULL_BIN
        if full.sum() >= 2:
            pooled = np.append(counts[full], counts[~full].sum())
            wanted = np.append(expected[full], expected[~full].sum())
            kept = wanted >= _FULL_BIN
            statistic += float(((pooled[kept] - wanted[kept]) ** 2 / wanted[kept]).sum())
            freedom += int(kept.sum()) - 1
    return float(chdtr(freedom, statistic)) if freedom else 1.0


def _suspicions(support: FiniteSupport, batches: Sequence[Array], level: float) -> list[Suspicion]:
    support_size = len(support.probabilities)
    counts = [np.bincount(batch, minlength=support_size) for batch in batches]
    pooled = np.sum(counts, axis=0)
    share = level / 3
    found = []
    if (p := frequency_p(pooled, support.probabilities)) < share:
        found.append(Suspicion(p, _frequency_words(pooled, support)))
    if (p := too_even_p(counts, support.probabilities)) < share:
        found.append(Suspicion(p, "the frequencies are closer to their expectations than independent draws can be"))
    lagged = [agreement_p(batch, support.probabilities) for batch in batches]
    p, lag = min(lagged, default=(1.0, 0))
    if p * len(lagged) < share:
        found.append(Suspicion(p, f"rows that are {lag} apart are not independent of each other"))
    return found


def _frequency_words(counts: Array, support: FiniteSupport) -> str:
    total = int(counts.sum())
    expected = total * support.probabilities
    off = np.abs(counts - expected) / np.sqrt(np.maximum(expected, 1.0))
    worst = int(np.argmax(off))
    value = np.array2string(support.rows[worst] + 0.0, precision=4, separator=", ")
    return f"the value {value} came {int(counts[worst])} times in {total} draws; expected {expected[worst]:.0f}"
