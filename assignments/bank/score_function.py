"""The score-function estimator of d/dβ E[z] for a Bernoulli z with mean β, and the variance of its mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader import Draw, check, mistake, sampler, symptom
from grader.course.question import Arguments
from grader.records import Array
from reference import score_function

DRAWS = 1024  # rows a call

Support = tuple[Array, Array]

# --------------------------------------------------------------------------- the estimates


def _support(beta: float, _m: int, _rng: Any) -> Support:
    return score_function.score_estimates_support(beta)


@sampler("score_estimates", draws="m", support=_support, reference=score_function.score_estimates)
def estimates(draw: Draw) -> Arguments:
    """Single-sample score-function estimates of d/dβ E[z]."""
    return {"beta": draw.uniform(0.0625, 0.9375), "m": DRAWS, "rng": draw.generator()}


def _mean(beta: float) -> Any:
    def drawn(draw: Draw) -> Arguments:
        return {"beta": beta, "m": DRAWS, "rng": draw.generator()}

    return drawn


# Nearer to 0 or 1, all draws of a call could be alike by chance.
estimates.edges(*map(_mean, (0.5, 0.25, 0.75, 0.03125, 0.96875)))


def _bernoulli(zero: float, one: float, beta: float) -> Support:
    return np.array([zero, one]), np.array([1 - beta, beta])


@mistake(estimates, "returns ones (exact value in disguise)")
def ones(_beta: float, _m: int, _rng: Any) -> Support:
    return np.ones(1), np.ones(1)


@mistake(estimates, "z alone")
def states(beta: float, _m: int, _rng: Any) -> Support:
    return _bernoulli(0.0, 1.0, beta)


@mistake(estimates, "(z−β)/(β(1−β)) without the factor z")
def scores(beta: float, _m: int, _rng: Any) -> Support:
    return _bernoulli(-1 / (1 - beta), 1 / beta, beta)


@mistake(estimates, "z sampled from ½")
def of_fair_coins(beta: float, _m: int, _rng: Any) -> Support:
    return np.array([0.0, 1 / beta]), np.full(2, 0.5)


@mistake(estimates, "z is 1 with probability 1−β")
def of_the_other_mean(beta: float, _m: int, _rng: Any) -> Support:
    return np.array([0.0, 1 / beta]), np.array([beta, 1 - beta])


@mistake(estimates, "sign")
def turned(beta: float, _m: int, _rng: Any) -> Support:
    return _bernoulli(0.0, -1 / beta, beta)


@mistake(estimates, "divided by 1−β instead of β")
def over_the_other_mean(beta: float, _m: int, _rng: Any) -> Support:
    return _bernoulli(0.0, 1 / (1 - beta), beta)


@mistake(estimates, "z times β instead of z/β")
def times_mean(beta: float, _m: int, _rng: Any) -> Support:
    return _bernoulli(0.0, beta, beta)


@mistake(estimates, "a baseline subtracted: (z−β) d/dβ log q_β(z)")
def centred(beta: float, _m: int, _rng: Any) -> Support:
    return _bernoulli(beta / (1 - beta), (1 - beta) / beta, beta)


@mistake(estimates, "divided by m: the estimates are not averaged here")
def shares(beta: float, m: int, _rng: Any) -> Support:
    return _bernoulli(0.0, 1 / (beta * m), beta)


def _possible(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether every row is 0 or 1/β: then it is no mean."""
    states = rows * arguments["beta"]
    return bool((np.abs(states - np.round(states)) <= 1e-6).all() and np.isin(np.round(states), (0, 1)).all())


def _alike(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether all rows of every call are one row."""
    calls = rows.reshape(-1, arguments["m"])
    return bool((np.ptp(calls, axis=1) <= 1e-6 / arguments["beta"]).all())


@symptom(estimates, "one sample repeated in all rows")
def repeated(arguments: Mapping[str, Any], rows: Array) -> bool:
    return _alike(arguments, rows) and _possible(arguments, rows)


@symptom(estimates, "averaged: all estimates of a call are their mean")
def averaged(arguments: Mapping[str, Any], rows: Array) -> bool:
    return _alike(arguments, rows) and not _possible(arguments, rows) and not np.allclose(rows, rows[0])


@symptom(estimates, "a running mean of the estimates")
def running(arguments: Mapping[str, Any], rows: Array) -> bool:
    if _possible(arguments, rows):
        return False
    calls = rows.reshape(-1, arguments["m"]) * arguments["beta"]
    counts = calls * np.arange(1, arguments["m"] + 1)
    steps = np.diff(counts, axis=1)
    return bool(np.abs(steps - np.round(steps)).max() < 1e-2 and np.isin(np.round(steps), (0, 1)).all())


# --------------------------------------------------------------------------- their variance


@check(
    "score_estimator_variance",
    reference=score_function.score_estimator_variance,
    domain=lambda beta, m: 0 < beta < 1 and m >= 1,
)
def variance(draw: Draw) -> Arguments:
    """Variance of the mean of m independent estimates."""
    return {"beta": draw.probability(), "m": draw.integer(2, 20)}


variance.edges(
    {"beta": 0.5, "m": 1},
    {"beta": 0.25, "m": 1},
    {"beta": 0.5, "m": 2},
    {"beta": 0.75, "m": 4},
    {"beta": 0.125, "m": 10},
    {"beta": 0.875, "m": 10},
    {"beta": 2.0**-10, "m": 1},
    {"beta": 2.0**-10, "m": 7},
    {"beta": 1 - 2.0**-10, "m": 1},
    {"beta": 1 - 2.0**-10, "m": 3},
    {"beta": 0.0625, "m": 1000},
    {"beta": 0.5, "m": 1000},
)

VARIANCE_MISTAKES: tuple[tuple[str, Any], ...] = (
    ("m forgotten", lambda beta, _m: (1 - beta) / beta),
    ("β(1−β)/m", lambda beta, m: beta * (1 - beta) / m),
    ("(1−β)/(mβ²)", lambda beta, m: (1 - beta) / (m * beta**2)),
    ("1/(mβ)", lambda beta, m: 1 / (m * beta)),
    ("the standard deviation instead of the variance", lambda beta, m: np.sqrt((1 - beta) / (m * beta))),
    ("divided by m² instead of m", lambda beta, m: (1 - beta) / (m * m * beta)),
    ("multiplied by m instead of divided", lambda beta, m: m * (1 - beta) / beta),
    ("m−1 for m", lambda beta, m: np.divide(1 - beta, (m - 1) * beta)),
    ("β and 1−β exchanged", lambda beta, m: beta / (m * (1 - beta))),
    ("the variance of the score alone, 1/(mβ(1−β))", lambda beta, m: 1 / (m * beta * (1 - beta))),
    ("the variance of one estimate of z: β(1−β)", lambda beta, _m: beta * (1 - beta)),
)
for _words, _answer in VARIANCE_MISTAKES:
    mistake(variance, _words)(_answer)
