"""REINFORCE for a categorical latent: what single-sample estimates look like, and what they look like when wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader import Draw, mistake, sampler, symptom
from grader.course.question import Arguments
from reference import reinforce
from reference.arrays import Array
from reference.softmax import softmax

DRAWS = 1024  # rows a call

Support = tuple[Array, Array]


def _support(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    return reinforce.reinforce_support(logits, f_values)


@sampler("reinforce_estimates", draws="num_samples", support=_support, reference=reinforce.reinforce_estimates)
def estimates(draw: Draw) -> Arguments:
    """Single-sample REINFORCE estimates of ∇ E_q f(z), one a row."""
    K = draw.size(2, 5)
    return _arguments(draw, draw.normal(K), draw.normal(K, scale=draw.scale(1.0, 3.0)))


def _arguments(draw: Draw, logits: Array, f_values: Array) -> Arguments:
    return {"logits": logits, "f_values": f_values, "num_samples": DRAWS, "rng": draw.generator()}


def _named(logits: tuple[float, ...], f_values: tuple[float, ...]) -> Any:
    def drawn(draw: Draw) -> Arguments:
        return _arguments(draw, np.array(logits), np.array(f_values))

    return drawn


estimates.edges(
    _named((0.0, 0.0), (1.0, 3.0)),
    _named((0.0, 2.0), (3.0, 1.0)),
    _named((3.0, 0.0, -1.0), (1.0, 2.0, 3.0)),
    _named((1.0, 0.0, 0.5), (-50.0, -52.0, -55.0)),  # log-likelihoods: far from zero and all negative
    _named((0.5, -0.5, 0.0, 1.0), (0.0, 2.0, 0.0, -1.0)),
)


def _scores(logits: Array) -> Array:
    """The rows onehot(z) − softmax(logits) (K, K)."""
    return np.eye(len(logits)) - softmax(logits)


@mistake(estimates, "missing f")
def without_values(logits: Array, _f_values: Array, _num_samples: int, _rng: Any) -> Support:
    return _scores(logits), softmax(logits)


@mistake(estimates, "missing −softmax")
def without_softmax(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    return np.diag(f_values), softmax(logits)


@mistake(estimates, "uniform z")
def of_uniform_states(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    return reinforce.reinforce_support(logits, f_values)[0], np.full(len(logits), 1 / len(logits))


@mistake(estimates, "exact gradient in disguise")
def exact_rows(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    return reinforce.reinforce_gradient(logits, f_values)[np.newaxis], np.ones(1)


@mistake(estimates, "sign")
def turned(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    rows, probabilities = reinforce.reinforce_support(logits, f_values)
    return -rows, probabilities


@mistake(estimates, "gradient with respect to the probabilities: onehot(z)/q(z)")
def of_probabilities(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    probabilities = softmax(logits)
    return np.diag(f_values / probabilities), probabilities


@mistake(estimates, "q(z) counted twice: drawn from q and multiplied by it again")
def weighted_again(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    rows, probabilities = reinforce.reinforce_support(logits, f_values)
    return probabilities[:, np.newaxis] * rows, probabilities


@mistake(estimates, "the logits subtracted instead of their softmax")
def minus_logits(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    return f_values[:, np.newaxis] * (np.eye(len(logits)) - logits), softmax(logits)


@mistake(estimates, "divided by the number of samples: the rows are not averaged here")
def shares(logits: Array, f_values: Array, num_samples: int, _rng: Any) -> Support:
    rows, probabilities = reinforce.reinforce_support(logits, f_values)
    return rows / num_samples, probabilities


@mistake(estimates, "a baseline subtracted: the rows change")
def with_exact_baseline(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    probabilities = softmax(logits)
    return reinforce.reinforce_support(logits, f_values - (probabilities * f_values).sum())[0], probabilities


@mistake(estimates, "a baseline subtracted: the rows change")
def with_mean_baseline(logits: Array, f_values: Array, _num_samples: int, _rng: Any) -> Support:
    return reinforce.reinforce_support(logits, f_values - f_values.mean())[0], softmax(logits)


def _possible(arguments: Mapping[str, Any], rows: Array) -> Array:
    """Which rows are right single-sample estimates, `(N,)`: they speak of the draws alone, not of the formula."""
    support, _ = reinforce.reinforce_support(arguments["logits"], arguments["f_values"])
    slack = 1e-5 * (np.abs(arguments["f_values"]).max() + 1e-3)
    nearest = np.abs(rows[:, np.newaxis] - support).max(axis=2).min(axis=1)
    return np.asarray(nearest <= slack)


def _alike(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether all rows of every call are one row."""
    calls = rows.reshape(-1, arguments["num_samples"], rows.shape[1])
    return bool((np.ptp(calls, axis=1) <= 1e-6 * (1 + np.abs(rows).max())).all())


@symptom(estimates, "one sample repeated in all rows")
def repeated(arguments: Mapping[str, Any], rows: Array) -> bool:
    return _alike(arguments, rows) and bool(_possible(arguments, rows).all())


@symptom(estimates, "averaged rows")
def averaged(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether a call's rows are all alike, but differ between calls and are no estimate of one sample."""
    return _alike(arguments, rows) and not np.allclose(rows, rows[0]) and not _possible(arguments, rows).all()


@symptom(estimates, "a baseline subtracted: the rows change")
def with_batch_baseline(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether every row is (f(z) − b)(onehot(z) − softmax) with a b between 0 and the values of f, and most have one
    that is not 0.
    """
    if _possible(arguments, rows).mean() > 0.5:
        return False
    scores, f_values = _scores(arguments["logits"]), arguments["f_values"]
    factors = rows @ scores.T / (scores * scores).sum(axis=1)  # (N, K): least squares for every z
    misfits = np.abs(rows[:, np.newaxis] - factors[:, :, np.newaxis] * scores).max(axis=2)
    slack = 1e-5 * (np.abs(f_values).max() + 1e-3)
    baselines = f_values - factors
    between = (baselines >= min(0.0, f_values.min()) - slack) & (baselines <= max(0.0, f_values.max()) + slack)
    fitting = np.where((misfits <= slack) & between, baselines, np.nan)
    if len(f_values) > 2:
        return bool((~np.isnan(fitting)).any(axis=1).all())
    # For two values all rows have one direction: only a baseline that hardly changes in a call tells.
    calls = fitting.reshape(-1, arguments["num_samples"], len(f_values))
    return all(_one_baseline(one, np.abs(f_values).max() + 1e-3) for one in calls)


def _one_baseline(candidates: Array, size: float) -> bool:
    """Whether one number but 0 is near to a candidate in every row `(N, K)`; nan stands for none."""
    if np.isnan(candidates).all(axis=1).any():
        return False
    near = [np.nanmin(np.abs(candidates - b), axis=1).max() for b in candidates[0] if abs(b) > 1e-3 * size]
    return bool(min(near, default=np.inf) <= 1e-2 * size)
