from __future__ import annotations

import numpy as np
import pytest

from grader.course.cases import build
from grader.judge.betting import Bet, bet
from grader.judge.case import MAX_ROUNDS
from grader.judge.estimators import BETTING_ROUNDS, Estimand, EstimatorCase, EstimatorCheck, judge_estimator
from grader.records import CheckStatus, Raised, Returned, RngArg


def check(estimand, seed=0):
    seeds = tuple(int(n) for n in np.random.default_rng(seed).integers(2**31, size=2 * BETTING_ROUNDS))
    return EstimatorCheck("f", EstimatorCase({"m": 1, "rng": RngArg(0)}, "m", "rng", estimand, seeds), build)


def verdict(estimator, function):
    dialogue = judge_estimator(estimator)
    calls = next(dialogue)
    for _ in range(MAX_ROUNDS):
        outcomes = [Returned(function(*[build(value) for value in call.arguments]), 0.0) for call in calls]
        try:
            calls = dialogue.send(outcomes)
        except StopIteration as done:
            return done.value
    raise AssertionError("no verdict within the rounds")


BOUNDED = Estimand(mean=0.5, spread=0.29, margin=0.05, low=0.0, high=1.0)
HEAVY = Estimand(mean=1.0, spread=2.0, margin=0.1)


@pytest.mark.parametrize(
    ("estimand", "honest"),
    [
        (BOUNDED, lambda m, rng: rng.random(m)),
        (BOUNDED, lambda m, rng: rng.binomial(1, 0.5, m)),
        (HEAVY, lambda m, rng: 1 + 2 * rng.normal(size=m)),
        (HEAVY, lambda m, rng: 1 + rng.standard_t(3, size=m)),
    ],
)
def test_honest_estimators_pass(estimand, honest):
    assert [verdict(check(estimand, seed), honest).status for seed in range(20)] == [CheckStatus.PASSED] * 20


@pytest.mark.parametrize(
    ("estimand", "cheat", "words"),
    [
        (BOUNDED, lambda m, rng: rng.random(m) ** 1.5, "the mean of"),
        (BOUNDED, lambda m, rng: np.full(m, 0.5), "do not vary"),
        (BOUNDED, lambda m, rng: rng.random(m) * 3 - 1, "no possible estimate"),
        (BOUNDED, lambda m, rng: np.random.default_rng().random(m), "must come from `rng` alone"),
        (BOUNDED, lambda m, rng: rng.random(m).mean(), "shape ()"),
        (BOUNDED, lambda m, rng: np.full(m, np.nan), "not finite"),
        (HEAVY, lambda m, rng: 1.5 + rng.normal(size=m), "the mean of"),
        (HEAVY, lambda m, rng: np.ones(m), "do not vary"),
    ],
)
def test_biased_and_fake_estimators_fail(estimand, cheat, words):
    found = verdict(check(estimand), cheat)
    assert found.status is CheckStatus.FAILED
    assert words in found.message


def test_what_the_draws_do_not_decide_is_left_for_a_person():
    tiny = Estimand(mean=0.5, spread=0.5, margin=1e-5, low=0.0, high=1.0)
    assert verdict(check(tiny), lambda m, rng: rng.binomial(1, 0.5, m)).status is CheckStatus.UNDECIDED


def test_an_exception_is_an_error():
    dialogue = judge_estimator(check(BOUNDED))
    calls = next(dialogue)
    with pytest.raises(StopIteration) as done:
        dialogue.send([Raised("ValueError", "no")] * len(calls))
    assert done.value.value.status is CheckStatus.ERROR


def test_stated_error_rates():
    assert check(BOUNDED).false_fail <= 1e-6
    assert check(HEAVY).false_fail <= 1e-6


def test_betting_fails_the_right_mean_hardly_ever_whenever_one_looks():
    """At the looser level of 1/20 per path this would show; the threshold itself is 10⁻⁶."""
    draws = np.random.default_rng(0).random((400, 2000)) < 0.001
    assert not any(bet(row.astype(float), 0.001, 0.0005) is Bet.FAIL for row in draws)


def test_betting_finds_a_missing_factor_soon():
    draws = (np.random.default_rng(0).random(400) < 0.5).astype(float) / 2
    assert bet(draws, 0.5, 0.05) is Bet.FAIL
