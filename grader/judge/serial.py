"""Whether the rows of a sample are independent of one another: repeats, tiles, antithetic pairs, sorted draws."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from grader.records import Array

# Below this many expected agreements (or disagreements) at a lag the normal approximation is not trusted.
_ENOUGH = 100.0


def agreement_p(categories: Array, probabilities: Array) -> tuple[float, int]:
    """The smallest p-value, over all lags up to half the sample, of "rows i and i + lag agree as often as
    independent ones do", Bonferroni-corrected; and its lag.

    Args:
        categories: `(N,)` integers 0 … K−1.
        probabilities: `(K,)`, of the categories.
    """
    count = len(categories)
    lags = np.arange(1, count // 2 + 1)
    pairs = count - lags
    same, thrice = float((probabilities**2).sum()), float((probabilities**3).sum())
    trusted = (pairs * same >= _ENOUGH) & (pairs * (1 - same) >= _ENOUGH)
    if not trusted.any():
        return 1.0, 0
    variance = same * (1 - same) + 2 * (thrice - same**2)
    scores = np.where(trusted, (_agreements(categories, lags) - pairs * same) / np.sqrt(pairs * variance), 0.0)
    worst = int(np.argmax(np.abs(scores)))
    return min(1.0, float(2 * ndtr(-abs(scores[worst])) * trusted.sum())), int(lags[worst])


def _agreements(categories: Array, lags: Array) -> Array:
    """How many i have categories[i] == categories[i + lag]: autocorrelation of the indicators, by FFT."""
    count = len(categories)
    total = np.zeros(count)
    for category in np.unique(categories):
        spectrum = np.fft.rfft(categories == category, 2 * count)
        total += np.fft.irfft(np.abs(spectrum) ** 2, 2 * count)[:count]
    return np.asarray(np.round(total)[lags])


def correlation_p(values: Array) -> tuple[float, int]:
    """The same for real-valued draws `(N,)` of mean 0 and variance 1: the lag correlations."""
    count = len(values)
    lags = np.arange(1, count // 2 + 1)
    spectrum = np.fft.rfft(values, 2 * count)
    products = np.fft.irfft(np.abs(spectrum) ** 2, 2 * count)[lags]
    scores = products / np.sqrt(count - lags)
    worst = int(np.argmax(np.abs(scores)))
    return min(1.0, float(2 * ndtr(-abs(scores[worst])) * len(lags))), int(lags[worst])


def distinct_share(rows: Array) -> float:
    """The share of rows `(N, d)` that are not repeats of another; 1 for an empty sample."""
    return len(np.unique(rows, axis=0)) / len(rows) if len(rows) else 1.0
