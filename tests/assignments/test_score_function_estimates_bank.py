"""The sampler of score-function estimates: honest ones pass, every mistake of the table is refused and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from assignments.bank import score_function_estimates as bank
from grader.course.assignment import prepare_check, start
from grader.course.cases import build
from grader.records import Array, Call, CheckStatus, Outcome, Returned, Verdict
from reference import bernoulli_vae as vae
from reference.sigmoid import sigmoid

Sampler = Callable[..., Any]
SEEDS = range(3)


def verdict(sample: Sampler, seed: int = 0) -> Verdict:
    dialogue = start(prepare_check(bank.estimates, seed, "sheet"))
    calls = next(dialogue)
    while True:
        try:
            calls = dialogue.send([outcome(sample, call) for call in calls])
        except StopIteration as end:
            return end.value


def outcome(sample: Sampler, call: Call) -> Outcome:
    return Returned(sample(*(build(argument) for argument in call.arguments)), 0.0)


def draw(phi: Array, log_p: Any, num_samples: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """States, log p and scores of a sample."""
    z = rng.binomial(1, sigmoid(phi), size=(num_samples, len(phi))).astype(np.float64)
    return z, log_p(z)[:, np.newaxis], z - sigmoid(phi)


# --------------------------------------------------------------------------- honest


def state_by_state(phi, log_p, num_samples, rng):
    """The index of the state drawn at once."""
    rows, probabilities = vae.score_function_support(phi, log_p)
    return rows[rng.choice(len(rows), size=num_samples, p=probabilities / probabilities.sum())]


def row_by_row(phi, log_p, num_samples, rng):
    rows = []
    for _ in range(num_samples):
        z = (rng.random(len(phi)) < sigmoid(phi)) * 1.0
        rows.append(log_p(z[np.newaxis])[0] * (z - sigmoid(phi)))
    return [list(row) for row in rows]


def in_single(phi, log_p, num_samples, rng):
    return vae.score_function_estimates(phi, log_p, num_samples, rng).astype(np.float32)


@pytest.mark.parametrize("sample", [vae.score_function_estimates, state_by_state, row_by_row, in_single])
@pytest.mark.parametrize("seed", SEEDS)
def test_honest_samplers_pass(sample, seed):
    assert verdict(sample, seed).status is CheckStatus.PASSED


# --------------------------------------------------------------------------- mistaken


def without_log_p(*arguments):
    return draw(*arguments)[2]


def without_score(phi, *rest):
    return np.tile(draw(phi, *rest)[1], (1, len(phi)))


def states_for_scores(*arguments):
    z, log_p, _ = draw(*arguments)
    return log_p * z


def from_half(phi, log_p, num_samples, rng):
    z = rng.integers(0, 2, size=(num_samples, len(phi))) * 1.0
    return log_p(z)[:, np.newaxis] * (z - sigmoid(phi))


def from_exchanged(phi, log_p, num_samples, rng):
    z = (rng.random((num_samples, len(phi))) > sigmoid(phi)) * 1.0
    return log_p(z)[:, np.newaxis] * (z - sigmoid(phi))


def from_logits(phi, log_p, num_samples, rng):
    z = (rng.random((num_samples, len(phi))) < phi) * 1.0
    return log_p(z)[:, np.newaxis] * (z - sigmoid(phi))


def from_one_number(phi, log_p, num_samples, rng):
    z = (rng.random((num_samples, 1)) < sigmoid(phi)) * 1.0
    return log_p(z)[:, np.newaxis] * (z - sigmoid(phi))


def read_as_means(phi, log_p, num_samples, rng):
    z = (rng.random((num_samples, len(phi))) < phi) * 1.0
    return log_p(z)[:, np.newaxis] * (z - phi)


def logits_in_score(phi, *rest):
    z, log_p, _ = draw(phi, *rest)
    return log_p * (z - phi)


def by_probabilities(phi, *rest):
    _, log_p, score = draw(phi, *rest)
    return log_p * score / (sigmoid(phi) * sigmoid(-phi))


def negative(*arguments):
    _, log_p, score = draw(*arguments)
    return -log_p * score


def weighted_twice(phi, *rest):
    z, log_p, score = draw(phi, *rest)
    q = np.where(z == 1, sigmoid(phi), sigmoid(-phi)).prod(axis=1, keepdims=True)
    return q * log_p * score


def shared_out(phi, log_p, num_samples, rng):
    return vae.score_function_estimates(phi, log_p, num_samples, rng) / num_samples


def of_p(*arguments):
    _, log_p, score = draw(*arguments)
    return np.exp(log_p) * score


def averaged(*arguments):
    rows = vae.score_function_estimates(*arguments)
    return np.tile(rows.mean(axis=0), (len(rows), 1))


def averaged_each(phi, log_p, num_samples, rng):
    rows = vae.score_function_estimates(phi, log_p, 3 * num_samples, rng)
    return rows.reshape(num_samples, 3, -1).mean(axis=1)


def exact(phi, log_p, num_samples, _rng):
    return np.tile(vae.data_term_grad(phi, log_p), (num_samples, 1))


def one_sample(phi, log_p, num_samples, rng):
    return np.tile(vae.score_function_estimates(phi, log_p, 1, rng), (num_samples, 1))


def batch_mean(*arguments):
    _, log_p, score = draw(*arguments)
    return (log_p - log_p.mean()) * score


def leave_one_out(*arguments):
    _, log_p, score = draw(*arguments)
    return (log_p - (log_p.sum() - log_p) / (len(log_p) - 1)) * score


def function_of_state(phi, log_p, num_samples, rng):
    """A baseline that is another state's log p."""
    z, values, score = draw(phi, log_p, num_samples, rng)
    return (values - log_p(1 - z)[:, np.newaxis]) * score


MISTAKEN = [
    (without_log_p, "missing log_p factor"),
    (without_score, "missing score factor"),
    (states_for_scores, "−S(φ) missing in the score"),
    (from_half, "z sampled from ½"),
    (from_exchanged, "z = 0 and z = 1 exchanged: S(φ) is the probability of 1"),
    (from_logits, "z sampled with the logits φ as probabilities"),
    (from_one_number, "one random number for all components of z"),
    (read_as_means, "φ read as probabilities"),
    (logits_in_score, "z − φ instead of z − S(φ)"),
    (by_probabilities, "gradient with respect to the probabilities"),
    (negative, "sign"),
    (weighted_twice, "weighted by q(z) although z is sampled from q"),
    (shared_out, "divided by the number of samples: every row is an estimate of its own"),
    (of_p, "p instead of log p"),
    (averaged, "averaged rows"),
    (averaged_each, "averaged rows"),
    (exact, "the exact gradient in disguise"),
    (one_sample, "one sample repeated in all rows"),
    (batch_mean, "a baseline subtracted (the batch mean, or a function of z: the rows change)"),
    (leave_one_out, "a baseline subtracted (the batch mean, or a function of z: the rows change)"),
    (function_of_state, "a baseline subtracted (the batch mean, or a function of z: the rows change)"),
]


@pytest.mark.parametrize(("sample", "words"), MISTAKEN)
@pytest.mark.parametrize("seed", SEEDS)
def test_mistaken_samplers_fail_and_are_named(sample, words, seed):
    found = verdict(sample, seed)
    assert (found.status, found.misconception) == (CheckStatus.FAILED, words)


def test_every_mistake_of_the_bank_is_tried_here():
    assert {mistake.words for mistake in bank.estimates.mistakes} == {words for _, words in MISTAKEN}


# --------------------------------------------------------------------------- cheats without a name


def antithetic(phi, log_p, num_samples, rng):
    u = rng.random((num_samples // 2, len(phi)))
    z = (np.concatenate([u, 1 - u]) < sigmoid(phi)) * 1.0
    return log_p(z)[:, np.newaxis] * (z - sigmoid(phi))


def tiled(phi, log_p, num_samples, rng):
    rows = vae.score_function_estimates(phi, log_p, 64, rng)
    return np.tile(rows, (num_samples // 64, 1))


def seeded_inside(phi, log_p, num_samples, _rng):
    return vae.score_function_estimates(phi, log_p, num_samples, np.random.default_rng(0))


def one_vector(phi, log_p, num_samples, rng):
    return vae.score_function_estimates(phi, log_p, num_samples, rng).mean(axis=0)


@pytest.mark.parametrize("sample", [antithetic, tiled, seeded_inside, one_vector])
def test_samples_that_are_not_independent_draws_fail(sample):
    assert verdict(sample).status is CheckStatus.FAILED
