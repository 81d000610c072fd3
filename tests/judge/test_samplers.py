"""Honest samplers pass, every known cheat fails; answered by plain functions in this process."""

from __future__ import annotations

import numpy as np
import pytest

from grader.course.question import mistake, symptom
from grader.course.sampler import prepare_sampler, sampler
from grader.judge.case import MAX_ROUNDS
from grader.judge.gaussian import Gaussian
from grader.judge.samplers import judge_sampler
from grader.records import Absent, CheckStatus, Returned

N = 1024


def bernoulli(beta, m, rng):
    return (rng.random(m) < beta) / beta


@pytest.fixture(scope="module")
def declared():
    @sampler("score_estimates", draws="m", support=lambda beta, m, rng: (np.array([0, 1]) / beta, [1 - beta, beta]))
    def estimates(draw):
        """single-sample score-function estimates"""
        return {"beta": draw.uniform(0.2, 0.8), "m": N, "rng": draw.generator()}

    estimates.edges(lambda draw: {"beta": 0.5, "m": N, "rng": draw.generator()})
    mistake(estimates, "z alone")(lambda beta, m, rng: (np.array([0.0, 1.0]), [1 - beta, beta]))
    mistake(estimates, "z sampled from ½")(lambda beta, m, rng: (np.array([0, 1]) / beta, [0.5, 0.5]))
    symptom(estimates, "returns ones (exact value in disguise)")(lambda arguments, rows: (rows == 1).all())
    return prepare_sampler(estimates, 0, "sheet")


@pytest.fixture(scope="module")
def normal():
    @sampler(
        "noise", draws="m", target=lambda m, rng: Gaussian(np.array([1.0, 2.0]), np.array([[1.0, 0.5], [0.5, 2.0]]))
    )
    def noise(draw):
        """correlated normal noise"""
        return {"m": N, "rng": draw.generator()}

    return prepare_sampler(noise, 0, "sheet")


def verdict(check, function):
    dialogue = judge_sampler(check)
    calls = next(dialogue)
    for _ in range(MAX_ROUNDS):
        outcomes = [_outcome(check, call, function) for call in calls]
        try:
            calls = dialogue.send(outcomes)
        except StopIteration as done:
            return done.value
    raise AssertionError("no verdict")


def _outcome(check, call, function):
    return Returned(function(*[check.build(argument) for argument in call.arguments]), 0.001)


@pytest.mark.parametrize(
    "honest",
    [
        bernoulli,
        lambda beta, m, rng: rng.binomial(1, beta, size=m) / beta,
        lambda beta, m, rng: np.array([float(rng.random() < beta) for _ in range(m)]) / np.float32(beta),
        lambda beta, m, rng: np.where(rng.spawn(1)[0].random(m) > beta, 0, 1) / beta,
        lambda beta, m, rng: (rng.standard_normal((m, 7))[:, 3] ** 2 < 0) + bernoulli(beta, m, rng),
    ],
)
def test_honest_samplers_pass(declared, honest):
    assert verdict(declared, honest).status is CheckStatus.PASSED


def test_honest_samplers_pass_on_many_seeds(declared):
    for seed in range(200):
        rng = np.random.default_rng(seed)
        streams = {}

        def answer(beta, m, own, rng=rng, streams=streams):
            key = own.bit_generator.state["state"]["state"]
            return streams.setdefault(key, bernoulli(beta, m, rng))

        assert verdict(declared, answer).status is CheckStatus.PASSED


def antithetic(beta, m, rng):
    u = rng.random(m // 2)
    return np.ravel(np.stack([u < beta, 1 - u < beta], axis=1)) / beta


def halves(beta, m, rng):
    u = rng.random(m // 2)
    return np.concatenate([u < beta, 1 - u < beta]) / beta


GLOBAL = np.random.RandomState(0)


@pytest.mark.parametrize(
    ("cheat", "words"),
    [
        (lambda beta, m, rng: np.ones(m), "no possible value"),
        (lambda beta, m, rng: bernoulli(beta, m, np.random.default_rng(0)), "every `rng` gave the same draws"),
        (lambda beta, m, rng: bernoulli(beta, m, np.random.default_rng()), "must come from `rng` alone"),
        (lambda beta, m, rng: (GLOBAL.rand(m) < beta) / beta, "must come from `rng` alone"),
        (lambda beta, m, rng: np.full(m, bernoulli(beta, 1, rng)[0]), "independent"),
        (lambda beta, m, rng: np.tile(bernoulli(beta, m // 4, rng), 4), "apart are not independent"),
        (lambda beta, m, rng: np.repeat(bernoulli(beta, m // 2, rng), 2), "1 apart are not independent"),
        (lambda beta, m, rng: np.sort(bernoulli(beta, m, rng)), "apart are not independent"),
        (lambda beta, m, rng: rng.permutation(np.arange(m) < round(beta * m)) / beta, "closer to their expectations"),
        (lambda beta, m, rng: ((np.arange(m) + rng.random()) / m < beta) / beta, "independent"),
        (lambda beta, m, rng: bernoulli(0.5, m, rng) * 0.5 / beta, "came"),
        (lambda beta, m, rng: bernoulli(min(beta * 1.15, 1), m, rng) * min(beta * 1.15, 1) / beta, "came"),
        (lambda beta, m, rng: bernoulli(beta, m, rng) * beta, "no possible value"),
        (lambda beta, m, rng: bernoulli(beta, m, rng).mean(), "shape ()"),
        (lambda beta, m, rng: bernoulli(beta, m, rng)[:, None], "shape (1024, 1)"),
        (lambda beta, m, rng: bernoulli(beta, m, rng) * np.nan, "no possible value"),
        (lambda beta, m, rng: None, "None"),
    ],
)
def test_cheats_fail(declared, cheat, words):
    found = verdict(declared, cheat)
    assert found.status is CheckStatus.FAILED
    assert words in found.message


@pytest.mark.parametrize("pairing", [antithetic, halves])
def test_antithetic_draws_fail(declared, pairing):
    found = verdict(declared, pairing)
    assert found.status is CheckStatus.FAILED
    assert "independent" in found.message


@pytest.mark.parametrize(
    ("mistaken", "words"),
    [
        (lambda beta, m, rng: bernoulli(beta, m, rng) * beta, "z alone"),
        (lambda beta, m, rng: bernoulli(0.5, m, rng) * 0.5 / beta, "z sampled from ½"),
        (lambda beta, m, rng: np.ones(m), "returns ones (exact value in disguise)"),
        (lambda beta, m, rng: bernoulli(beta, m, rng) + 3, None),
    ],
)
def test_names_the_mistake(declared, mistaken, words):
    assert verdict(declared, mistaken).misconception == words


def test_a_missing_function(declared):
    dialogue = judge_sampler(declared)
    calls = next(dialogue)
    with pytest.raises(StopIteration) as done:
        dialogue.send([Absent("score_estimates")] * len(calls))
    assert done.value.value.status is CheckStatus.MISSING


def test_the_stated_false_fail_rate_is_small_enough(declared, normal):
    assert declared.false_fail <= 1e-6
    assert normal.false_fail <= 1e-6


MEAN, FACTOR = np.array([1.0, 2.0]), np.linalg.cholesky(np.array([[1.0, 0.5], [0.5, 2.0]]))


def correlated(m, rng):
    return MEAN + rng.normal(size=(m, 2)) @ FACTOR.T


def test_honest_normals_pass(normal):
    assert verdict(normal, correlated).status is CheckStatus.PASSED
    assert verdict(normal, lambda m, rng: correlated(m, rng).astype(np.float32)).status is CheckStatus.PASSED
    multivariate = lambda m, rng: rng.multivariate_normal(MEAN, FACTOR @ FACTOR.T, m)  # noqa: E731
    assert verdict(normal, multivariate).status is CheckStatus.PASSED


@pytest.mark.parametrize(
    "cheat",
    [
        lambda m, rng: MEAN + rng.normal(size=(m, 2)),
        lambda m, rng: rng.normal(size=(m, 2)) @ FACTOR.T,
        lambda m, rng: MEAN + rng.normal(size=(m, 2)) @ (FACTOR @ FACTOR.T).T,
        lambda m, rng: MEAN + rng.uniform(-(3**0.5), 3**0.5, size=(m, 2)) @ FACTOR.T,
        lambda m, rng: MEAN + np.tile(rng.normal(size=(m // 2, 2)), (2, 1)) @ FACTOR.T,
        lambda m, rng: MEAN + np.concatenate([z := rng.normal(size=(m // 2, 2)), -z]) @ FACTOR.T,
        lambda m, rng: np.tile(correlated(1, rng), (m, 1)),
        lambda m, rng: np.tile(MEAN, (m, 1)),
        lambda m, rng: correlated(m, rng) * np.inf,
        lambda m, rng: np.sort(correlated(m, rng), axis=0),
    ],
)
def test_wrong_normals_fail(normal, cheat):
    assert verdict(normal, cheat).status is CheckStatus.FAILED


def test_a_symptom_that_fails_on_draws_that_are_not_finite_recognises_nothing():
    @sampler("f", draws="m", support=lambda m, rng: (np.array([0.0, 1.0]), [0.5, 0.5]))
    def coin(draw):
        """fair coins"""
        return {"m": N, "rng": draw.generator()}

    symptom(coin, "twos")(lambda arguments, rows: 2 in {int(row) for row in rows[:, 0]})
    symptom(coin, "broken")(lambda arguments, rows: arguments["n"] > 1)
    check = prepare_sampler(coin, 0, "sheet")
    assert verdict(check, lambda m, rng: np.full(m, np.nan)).misconception is None
    assert verdict(check, lambda m, rng: np.full(m, 2.0)).misconception == "twos"
    with pytest.raises(KeyError):
        verdict(check, lambda m, rng: np.full(m, 3.0))


def test_words_show_no_sign_on_zeros():
    @sampler("f", draws="m", support=lambda m, rng: (np.array([-0.0, 1.0]), [0.5, 0.5]))
    def coin(draw):
        """fair coins"""
        return {"m": N, "rng": draw.generator()}

    check = prepare_sampler(coin, 0, "sheet")
    assert "the value [0.] came" in verdict(check, lambda m, rng: 1.0 * (rng.random(m) < 0.25)).message
    assert verdict(check, lambda m, rng: np.full(m, -0.0)).counterexample.got[0] == 0
    assert "-0" not in str(verdict(check, lambda m, rng: np.full(m, 0.5)).counterexample.expected)
