"""The bank of ss2022_seminar7 and fall2020_homework4 against itself: what is drawn, accepted, refused and named."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp, xlogy

from assignments.bank import (
    bernoulli_score,
    bernoulli_vae,
    decoder_bernoulli,
    kl_bernoulli,
    kl_gradient,
    reinforce,
    reparameterisation,
    score_function,
    score_function_estimates,
)
from assignments.fall2020_homework4.assignment import QUESTIONS as HOMEWORK
from assignments.ss2022_seminar7.assignment import QUESTIONS as SEMINAR
from grader.course.assignment import prepare_check
from grader.course.cases import build, draw_cases
from grader.course.question import Check
from grader.course.rehearsal import Actor, plain_value, rehearse
from grader.course.sampler import Sampler
from grader.course.validate import trivial_answers
from grader.judge.case import Case, Regime
from grader.judge.compare import mismatch
from grader.judge.gradients import loss_weights
from grader.judge.mistakes import answer_of
from grader.records import CheckStatus, FunctionArg, Gradient, Returned, RngArg, TensorArg
from reference import decoder, kl
from reference import elbo as bounds
from reference import reinforce as reinforce_reference
from reference.softmax import softmax

SEEDS = range(3)
SHEETS = {"ss2022_seminar7": SEMINAR, "fall2020_homework4": HOMEWORK}
ALL = {
    f"{sheet[:4]}/{one.id}/{check.id}": (sheet, check)
    for sheet, qs in SHEETS.items()
    for one in qs
    for check in one.checks
}
SHARED = {
    bernoulli_vae.data_term,
    bernoulli_vae.data_term_grad,
    bernoulli_score.score,
    score_function_estimates.estimates,
}
OWN = {name: one for name, one in ALL.items() if one[1] not in SHARED}
VALUED = [name for name, (_, check) in OWN.items() if isinstance(check, Check)]
SAMPLED = [name for name, (_, check) in OWN.items() if isinstance(check, Sampler)]
# Checks in which the right answer is infinite somewhere.
INFINITE = {"kl_bernoulli_ends", "elbo_zeros", "elbo_reconstruction_zeros", "elbo_entropy_zeros", "bernoulli_nll_ends"}

# The tables of the course: names and parameters in the order in which they are given.
SIGNATURES = {
    "data_term": "phi log_p",
    "data_term_grad": "phi log_p",
    "score": "z phi",
    "score_function_estimates": "phi log_p num_samples rng",
    "kl_bernoulli": "q p",
    "kl_grad": "phi prior",
    "score_term": "phi",
    "score_estimates": "beta m rng",
    "score_estimator_variance": "beta m",
    "elbo": "q log_joint",
    "log_evidence": "log_joint",
    "posterior": "log_joint",
    "elbo_reconstruction": "q log_lik prior",
    "entropy": "q",
    "elbo_entropy": "q log_joint",
    "bernoulli_nll": "x x_hat",
    "gaussian_nll": "x x_hat sigma",
    "mse_decomposition": "sigma D",
    "reparameterised_sample": "mu log_var eps",
    "reinforce_estimates": "logits f_values num_samples rng",
}
FUNCTIONS = {
    "ss2022_seminar7": {
        "1a": {"data_term", "data_term_grad"},
        "1b": {"score", "score_function_estimates"},
        "2a": {"kl_bernoulli"},
        "2b": {"kl_grad", "score_term"},
        "3a": {"score_estimates"},
        "3b": {"score_estimator_variance"},
    },
    "fall2020_homework4": {
        "1.1": {"elbo", "log_evidence", "posterior"},
        "1.2": set(),
        "2.1": {"elbo_reconstruction"},
        "2.2": set(),
        "2.3": {"entropy", "elbo_entropy"},
        "3.1": {"bernoulli_nll"},
        "3.2": {"gaussian_nll", "mse_decomposition"},
        "4.1": {"reparameterised_sample"},
        "4.2": set(),
        "4.3": set(),
        "4.4": {"reinforce_estimates"},
    },
}
SCALE_AND_OFFSET = [
    "1/σ²",
    "σ for σ² (scale)",
    "σ for σ² (offset)",
    "σ for σ² (both)",
    "offset missing",
    "offset not times D",
    "sign of the offset",
    "only log C under the minus (the homework's last line to the letter)",
]
# What the tables name, by the check that has to name it.
LISTED = {
    "ss20/2a/kl_bernoulli": ["only the first term", "swapped", "mean"],
    "ss20/2a/kl_bernoulli_ends": ["nan at the ends"],
    "ss20/2b/kl_grad": ["gradient with respect to the probabilities", "an extra S(1−S)"],
    "ss20/2b/score_term": [
        "gradient with respect to the probabilities",
        "all-zero rows",
        "bits reversed",
        "an extra S(1−S)",
    ],
    "ss20/3a/score_estimates": [
        "returns ones (exact value in disguise)",
        "z alone",
        "(z−β)/(β(1−β)) without the factor z",
    ],
    "ss20/3b/score_estimator_variance": ["m forgotten", "β(1−β)/m", "(1−β)/(mβ²)", "1/(mβ)"],
    "fall/1.1/elbo": ["the whole sign", "the entropy term's sign", "missing −log q"],
    "fall/1.1/elbo_large": ["exp underflow"],
    "fall/1.1/log_evidence": ["the whole sign"],
    "fall/1.1/log_evidence_large": ["exp underflow"],
    "fall/1.1/posterior_large": ["exp underflow"],
    "fall/2.1/elbo_reconstruction": ["+ KL", "KL swapped"],
    "fall/2.3/entropy": ["H = Σ q log q"],
    "fall/2.3/elbo_entropy": ["− H"],
    "fall/3.1/bernoulli_nll": ["second term's sign", "mean over D"],
    "fall/3.1/bernoulli_nll_ends": ["clamped logs at exact 0/1"],
    "fall/3.2/gaussian_nll": SCALE_AND_OFFSET,
    "fall/3.2/mse_decomposition": SCALE_AND_OFFSET,
    "fall/4.1/reparameterised_sample": ["exp(log_var)", "log_var as σ", "detached"],
    "fall/4.4/reinforce_estimates": [
        "missing f",
        "missing −softmax",
        "uniform z",
        "exact gradient in disguise",
        "a baseline subtracted: the rows change",
    ],
}


@cache
def cases(name: str, seed: int = 0) -> tuple[Case, ...]:
    sheet, check = OWN[name]
    return draw_cases(check, seed, sheet)


@cache
def prepared(name: str, seed: int = 0) -> Any:
    sheet, check = OWN[name]
    return prepare_check(check, seed, sheet)


def values(case: Case) -> dict[str, Any]:
    return {key: build(value) for key, value in case.arguments.items()}


def refused(value: Any, case: Case) -> bool:
    return all(mismatch(plain_value(value), accepted) is not None for accepted in case.accepted)


def words_of(check: Any) -> list[str]:
    return [mistake.words for mistake in check.mistakes]


# --------------------------------------------------------------------------- what is drawn


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_questions_of_the_sheet(sheet):
    assert {one.id: {check.function for check in one.checks} for one in SHEETS[sheet]} == FUNCTIONS[sheet]
    for one in SHEETS[sheet]:
        assert len({check.id for check in one.checks}) == len(one.checks)
        assert all(check.title for check in one.checks)


def test_the_checks_of_the_bernoulli_vae_are_those_of_the_other_sheets():
    assert {check for one in SEMINAR[:2] for check in one.checks} == SHARED


@pytest.mark.parametrize("name", VALUED)
def test_draws_the_parameters_in_order_and_at_least_eight_that_count(name):
    for seed in SEEDS:
        drawn = cases(name, seed)
        assert all(list(case.arguments) == SIGNATURES[OWN[name][1].function].split() for case in drawn)
        assert sum(case.counts for case in drawn) >= 8
        assert len({case.regime for case in drawn}) >= 3


@pytest.mark.parametrize("name", SAMPLED)
def test_samplers_draw_a_generator_and_many_rows(name):
    for seed in SEEDS:
        for case in prepared(name, seed).cases:
            assert list(case.arguments) == SIGNATURES[OWN[name][1].function].split()
            assert isinstance(case.arguments[case.rng], RngArg)
            assert case.draws == 1024
            assert len(case.target.merged().rows) >= 2  # else all honest calls are alike


@pytest.mark.parametrize("name", [*VALUED, *SAMPLED])
def test_inputs_are_representable_in_single_precision(name):
    drawn = cases(name) if name in VALUED else prepared(name).cases
    for case in drawn:
        for value in case.arguments.values():
            array = value.array if isinstance(value, TensorArg) else value
            if isinstance(array, float | np.ndarray):
                assert np.array_equal(np.asarray(array), np.asarray(array, dtype=np.float32))


@pytest.mark.parametrize("name", VALUED)
def test_expected_values_are_no_nan_and_finite_where_they_should(name):
    infinite = 0
    for case in cases(name):
        for accepted in case.accepted:
            for part in accepted.answer if isinstance(accepted.answer, tuple) else (accepted.answer,):
                assert not np.isnan(part).any()
                infinite += int(np.isinf(part).any())
    assert (infinite >= 2) == (OWN[name][1].id in INFINITE)


@pytest.mark.parametrize("name", VALUED)
def test_only_what_must_be_stable_has_extremes(name):
    extreme = any(case.regime is Regime.EXTREME for case in cases(name))
    assert extreme == name.endswith("_large")


# --------------------------------------------------------------------------- what is accepted


@pytest.mark.parametrize("name", VALUED)
def test_the_reference_is_accepted_in_double_and_in_single_precision(name):
    check = OWN[name][1]
    for seed in SEEDS:
        for single in (False, True):
            verdict = rehearse(prepared(name, seed), Actor(check.references[0], check.gradients, single))
            assert verdict.status is CheckStatus.PASSED, verdict.message


@pytest.mark.parametrize("name", SAMPLED)
def test_an_honest_sampler_is_accepted(name):
    for seed in SEEDS:
        verdict = rehearse(prepared(name, seed), Actor(OWN[name][1].reference))
        assert verdict.status is CheckStatus.PASSED, verdict.message


def bound_by_evidence(q, log_joint):
    keep = q > 0
    log_posterior = log_joint - logsumexp(log_joint)
    return logsumexp(log_joint) - np.sum(q[keep] * (np.log(q[keep]) - log_posterior[keep]))


def divergence_by_entropies(q, p):
    return np.sum(xlogy(q, q) + xlogy(1 - q, 1 - q) - xlogy(q, p) - xlogy(1 - q, 1 - p))


def gradient_by_logs(phi, prior):
    s = 1 / (1 + np.exp(-phi))
    return s * (1 - s) * (np.log(s / prior) - np.log((1 - s) / (1 - prior)))


def reconstruction_by_joint(q, log_lik, prior):
    return bounds.elbo(q, log_lik + np.log(prior))


def loops_over_pixels(x, x_hat):
    rows = []
    for row, means in zip(x, x_hat, strict=True):
        total = 0.0
        for pixel, mean in zip(row, means, strict=True):
            total -= (pixel and pixel * np.log(mean)) + ((1 - pixel) and (1 - pixel) * np.log(1 - mean))
        rows.append(total)
    return np.array(rows)


def gaussian_by_logs(x, x_hat, sigma):
    return (np.log(sigma) + 0.5 * np.log(2 * np.pi) + (x - x_hat) ** 2 / (2 * sigma**2)).sum(axis=1)


OTHER_WAYS = (
    ("fall/1.1/elbo", bound_by_evidence),
    ("fall/1.1/elbo_large", bound_by_evidence),
    ("fall/1.1/posterior_large", lambda log_joint: np.exp(log_joint - logsumexp(log_joint))),
    ("fall/2.1/elbo_reconstruction_zeros", reconstruction_by_joint),
    ("fall/2.3/elbo_entropy_zeros", bounds.elbo),
    ("fall/3.1/bernoulli_nll_ends", loops_over_pixels),
    ("fall/3.2/gaussian_nll_large", gaussian_by_logs),
    ("ss20/2a/kl_bernoulli_ends", divergence_by_entropies),
    ("ss20/2b/kl_grad", gradient_by_logs),
)


@pytest.mark.parametrize(("name", "answer"), OTHER_WAYS)
def test_other_right_ways_are_accepted(name, answer):
    for single in (False, True):
        verdict = rehearse(prepared(name), Actor(answer, single=single))
        assert verdict.status is CheckStatus.PASSED, verdict.message


def score_times_state(beta, m, rng):
    z = (rng.uniform(size=m) > 1 - beta) * 1.0
    return z * (z - beta) / (beta * (1 - beta))


def one_hot_rows(logits, f_values, num_samples, rng):
    probabilities = softmax(logits)
    rows = rng.multinomial(1, probabilities, size=num_samples)
    return (rows @ f_values)[:, None] * (rows - probabilities)


@pytest.mark.parametrize(
    ("name", "answer"),
    [("ss20/3a/score_estimates", score_times_state), ("fall/4.4/reinforce_estimates", one_hot_rows)],
)
def test_other_honest_samplers_are_accepted(name, answer):
    assert rehearse(prepared(name), Actor(answer)).status is CheckStatus.PASSED


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.015625, 0.984375, width=32), min_size=1, max_size=6), st.integers(0, 2**31))
def test_the_divergence_is_zero_at_itself_and_its_mistakes_agree_with_their_formulas(q, seed):
    means = np.array(q)
    others = np.random.default_rng(seed).uniform(0.1, 0.9, len(q))
    assert kl.kl_bernoulli(means, means) == pytest.approx(0, abs=1e-12)
    naive = kl_bernoulli.total(kl_bernoulli.naive_term, means, others)
    assert naive == pytest.approx(kl.kl_bernoulli(means, others), abs=1e-9)
    swapped = kl_bernoulli.swapped(kl_bernoulli.naive_term, means, others)
    assert swapped == pytest.approx(kl.kl_bernoulli(others, means), abs=1e-9)


# --------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("name", VALUED)
def test_every_wrong_value_is_refused_on_two_inputs_at_least_and_named(name):
    check = OWN[name][1]
    for mistake in check.mistakes:
        if mistake.answer is None:
            continue
        answers = [(case, answer_of(mistake, values(case))) for case in cases(name)]
        differing = sum(answer is not None and refused(answer, case) for case, answer in answers)
        assert differing >= 2, mistake.words
        verdict = rehearse(prepared(name), Actor(mistake.answer, check.gradients))
        assert verdict.misconception == mistake.words, verdict.message


def likelihood_over_floor(x, x_hat, sigma):
    variance = max(sigma**2, 1e-4)
    return 0.5 * ((x - x_hat) ** 2 / variance + np.log(2 * np.pi * variance)).sum(axis=1)


def likelihood_by_torch(x, x_hat, sigma):
    variance = torch.full(x.shape, sigma**2, dtype=torch.float64)
    given = torch.as_tensor(x_hat), torch.as_tensor(x), variance
    return torch.nn.functional.gaussian_nll_loss(*given, full=True, reduction="none").sum(1).numpy()


def terms_from_the_last(phi):
    return kl_gradient.terms.references[0](phi)[::-1]


STUDENTS = [
    (
        "ss20/2b/score_term",
        terms_from_the_last,
        "rows in reverse: from the last state to the first, every bit complemented",
    ),
    ("fall/3.2/gaussian_nll", likelihood_over_floor, "a floor under σ²: σ may be any positive number"),
    ("fall/3.2/gaussian_nll", likelihood_by_torch, "a floor under σ²: σ may be any positive number"),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "answer", "words"), STUDENTS)
def test_what_students_write_is_refused_and_named(name, answer, words, seed):
    verdict = rehearse(prepared(name, seed), Actor(answer))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == words


def drawn_from(support):
    """A sampler with this finite support."""

    def draw(*arguments):
        rows, probabilities = support(*arguments)
        return rows[arguments[-1].choice(len(rows), size=arguments[-2], p=probabilities)]

    return draw


WRONG_SUPPORTS = [
    ("ss20/3a/score_estimates", score_function.ones, "returns ones (exact value in disguise)"),
    ("ss20/3a/score_estimates", score_function.states, "z alone"),
    ("ss20/3a/score_estimates", score_function.scores, "(z−β)/(β(1−β)) without the factor z"),
    ("ss20/3a/score_estimates", score_function.of_fair_coins, "z sampled from ½"),
    ("ss20/3a/score_estimates", score_function.of_the_other_mean, "z is 1 with probability 1−β"),
    ("ss20/3a/score_estimates", score_function.turned, "sign"),
    ("ss20/3a/score_estimates", score_function.over_the_other_mean, "divided by 1−β instead of β"),
    ("ss20/3a/score_estimates", score_function.times_mean, "z times β instead of z/β"),
    ("ss20/3a/score_estimates", score_function.centred, "a baseline subtracted: (z−β) d/dβ log q_β(z)"),
    ("fall/4.4/reinforce_estimates", reinforce.without_values, "missing f"),
    ("fall/4.4/reinforce_estimates", reinforce.without_softmax, "missing −softmax"),
    ("fall/4.4/reinforce_estimates", reinforce.of_uniform_states, "uniform z"),
    ("fall/4.4/reinforce_estimates", reinforce.exact_rows, "exact gradient in disguise"),
    ("fall/4.4/reinforce_estimates", reinforce.turned, "sign"),
    ("fall/4.4/reinforce_estimates", reinforce.with_exact_baseline, "a baseline subtracted: the rows change"),
    ("fall/4.4/reinforce_estimates", reinforce.with_mean_baseline, "a baseline subtracted: the rows change"),
    (
        "fall/4.4/reinforce_estimates",
        reinforce.weighted_again,
        "q(z) counted twice: drawn from q and multiplied by it again",
    ),
]


@pytest.mark.parametrize(("name", "support", "words"), WRONG_SUPPORTS)
def test_wrong_samplers_are_refused_and_named(name, support, words):
    verdict = rehearse(prepared(name), Actor(drawn_from(support)))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == words


def averaged_estimates(beta, m, rng):
    return np.full(m, ((rng.random(m) < beta) / beta).mean())


def running_mean(beta, m, rng):
    return np.cumsum((rng.random(m) < beta) / beta) / np.arange(1, m + 1)


def with_batch_mean(logits, f_values, num_samples, rng):
    probabilities = softmax(logits)
    z = rng.choice(len(logits), size=num_samples, p=probabilities)
    f = f_values[z]
    return (f - f.mean())[:, None] * (np.eye(len(logits))[z] - probabilities)


def leaving_one_out(logits, f_values, num_samples, rng):
    probabilities = softmax(logits)
    z = rng.choice(len(logits), size=num_samples, p=probabilities)
    f = f_values[z]
    others = (f.sum() - f) / (num_samples - 1)
    return (f - others)[:, None] * (np.eye(len(logits))[z] - probabilities)


def with_running_baseline(logits, f_values, num_samples, rng):
    scores, baseline, rows = np.eye(len(logits)) - softmax(logits), 0.0, []
    for z in rng.choice(len(logits), size=num_samples, p=softmax(logits)):
        rows.append((f_values[z] - baseline) * scores[z])
        baseline = 0.9 * baseline + 0.1 * f_values[z]
    return np.array(rows)


def averaged_rows(logits, f_values, num_samples, rng):
    rows = reinforce_reference.reinforce_estimates(logits, f_values, num_samples, rng)
    return np.tile(rows.mean(axis=0), (num_samples, 1))


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("ss20/3a/score_estimates", averaged_estimates, "averaged: all estimates of a call are their mean"),
        ("ss20/3a/score_estimates", running_mean, "a running mean of the estimates"),
        ("fall/4.4/reinforce_estimates", with_batch_mean, "a baseline subtracted: the rows change"),
        ("fall/4.4/reinforce_estimates", with_running_baseline, "a baseline subtracted: the rows change"),
        ("fall/4.4/reinforce_estimates", leaving_one_out, "a baseline subtracted: the rows change"),
        ("fall/4.4/reinforce_estimates", averaged_rows, "averaged rows"),
    ],
)
def test_what_only_a_whole_call_shows_is_named(name, answer, words):
    verdict = rehearse(prepared(name), Actor(answer))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == words


def reinforced(draw_states):
    """Right rows of the states that `draw_states` gives."""

    def sample(logits, f_values, num_samples, rng):
        probabilities = softmax(logits)
        z = draw_states(probabilities, num_samples, rng)
        return f_values[z][:, None] * (np.eye(len(logits))[z] - probabilities)

    return sample


def one_by_one(p, count, rng):
    return rng.choice(len(p), size=count, p=p)


WITH_RIGHT_ROWS = {
    "a generator of its own": lambda p, count, _rng: np.random.default_rng().choice(len(p), size=count, p=p),
    "a seed of its own": lambda p, count, _rng: np.random.default_rng(0).choice(len(p), size=count, p=p),
    "pairs": lambda p, count, rng: np.repeat(one_by_one(p, count // 2, rng), 2),
    "sorted": lambda p, count, rng: np.sort(one_by_one(p, count, rng)),
    "q squared": lambda p, count, rng: one_by_one(p**2 / (p**2).sum(), count, rng),
    "strata": lambda p, count, rng: rng.permutation(
        np.searchsorted(p.cumsum(), (np.arange(count) + rng.random(count)) / count).clip(max=len(p) - 1)
    ),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("words", WITH_RIGHT_ROWS)
def test_wrong_draws_of_right_rows_are_no_baseline(words, seed):
    answer = reinforced(WITH_RIGHT_ROWS[words])
    verdict = rehearse(prepared("fall/4.4/reinforce_estimates", seed), Actor(answer))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception is None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "states",
    [
        lambda p, count, _rng: np.full(count, p.argmax()),
        lambda p, count, rng: np.full(count, one_by_one(p, 1, rng)[0]),
    ],
)
def test_one_row_of_reinforce_repeated_is_named(states, seed):
    verdict = rehearse(prepared("fall/4.4/reinforce_estimates", seed), Actor(reinforced(states)))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == "one sample repeated in all rows"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "answer",
    [lambda _beta, m, _rng: np.zeros(m), lambda beta, m, rng: np.full(m, (rng.random() < beta) / beta)],
)
def test_one_score_estimate_repeated_is_no_mean(answer, seed):
    verdict = rehearse(prepared("ss20/3a/score_estimates", seed), Actor(answer))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == "one sample repeated in all rows"


@pytest.mark.parametrize("name", [*VALUED, *SAMPLED])
def test_no_trivial_answer_passes(name):
    for words, answer in trivial_answers(prepared(name)):
        assert rehearse(prepared(name), Actor(answer)).status is not CheckStatus.PASSED, words


@pytest.mark.parametrize("name", LISTED)
def test_the_tables_misconceptions_are_in_the_banks_words(name):
    assert set(LISTED[name]) <= set(words_of(OWN[name][1]))


@pytest.mark.parametrize("name", VALUED)
def test_mistakes_leave_their_arguments_alone(name):
    case = cases(name)[0]
    for mistake in OWN[name][1].mistakes:
        if mistake.answer is not None:
            arguments = list(values(case).values())
            before = [np.copy(value) for value in arguments]
            with np.errstate(all="ignore"):
                mistake.answer(*arguments)
            assert all(np.array_equal(a, b) for a, b in zip(arguments, before, strict=True)), mistake.words


@pytest.mark.parametrize("name", [name for name in VALUED if name.endswith("_large")])
def test_unstable_formulas_fail_on_extremes_alone(name):
    unstable = [mistake for mistake in OWN[name][1].mistakes if mistake.words.startswith("exp underflow")]
    assert unstable
    for mistake in unstable:
        for case in cases(name):
            right = not refused(answer_of(mistake, values(case)), case)
            assert case.regime is Regime.EXTREME or right, mistake
        assert rehearse(prepared(name), Actor(mistake.answer)).status is CheckStatus.UNSTABLE


# --------------------------------------------------------------------------- symptoms


def test_clamped_logs_are_seen_whatever_the_clamp():
    arguments = {"x": np.array([[1.0, 0.0], [1.0, 0.0]]), "x_hat": np.array([[0.0, 0.5], [0.5, 0.5]])}
    right = decoder.bernoulli_nll(**arguments)
    clamped = np.where(np.isinf(right), 36.0, right)
    assert decoder_bernoulli.finite_where_impossible(arguments, Returned(clamped, 0.0))
    for other in (right, [*clamped, 0.0, 1.0], clamped[:1], "none"):
        assert not decoder_bernoulli.finite_where_impossible(arguments, Returned(other, 0.0))
    possible = {"x": arguments["x"][1:], "x_hat": arguments["x_hat"][1:]}
    assert not decoder_bernoulli.finite_where_impossible(possible, Returned(np.array([3.0]), 0.0))


def test_a_clamped_divergence_is_named_whatever_the_clamp():
    verdict = rehearse(prepared("ss20/2a/kl_bernoulli_ends"), Actor(lambda q, p: kl_bernoulli.clipped(3e-11, q, p)))
    assert verdict.misconception == "clamped logs: finite where the divergence is +inf"


@pytest.mark.parametrize(
    ("gradients", "seen"),
    [
        ((np.ones(1), None), True),
        ((None, np.ones(1)), True),
        ((np.ones(1), np.ones(1)), False),
        ((None, None), False),
        ((np.ones(1), None, None), False),
    ],
)
def test_a_parameter_cut_off_is_seen(gradients, seen):
    arguments = {"mu": np.array([1.0]), "log_var": np.array([0.0]), "eps": np.array([2.0])}
    autograd = Gradient(is_tensor=True, requires_grad=True, gradients=gradients)
    assert reparameterisation.cut_off(arguments, Returned(np.array([3.0]), 0.0, gradient=autograd)) is seen
    assert not reparameterisation.cut_off(arguments, Returned(np.array([4.0]), 0.0, gradient=autograd))
    assert not reparameterisation.cut_off(arguments, Returned(np.array([3.0]), 0.0))


def test_noise_of_its_own_is_seen():
    arguments = {"mu": np.array([1.0, 2.0]), "log_var": np.array([0.0, 2.0]), "eps": np.array([2.0, 1.0])}
    value = arguments["mu"] + np.exp(0.5 * arguments["log_var"]) * np.array([0.3, -0.7])
    weights = loss_weights(value)
    paths = weights, 0.5 * weights * (value - arguments["mu"])

    def seen(*gradients):
        autograd = Gradient(is_tensor=True, requires_grad=True, gradients=gradients)
        return reparameterisation.own_noise(arguments, Returned(value, 0.0, gradient=autograd))

    assert seen(*paths)
    assert not seen(paths[0], 2 * paths[1])
    assert not seen(paths[0], None)
    assert not seen(paths[1], paths[0])
    assert seen(np.zeros(2), np.zeros(2))  # as torch.normal gives them
    assert not reparameterisation.own_noise(arguments, Returned(value, 0.0))
    assert not reparameterisation.own_noise(arguments, Returned(value.sum(), 0.0))


def with_noise(change):
    """The sample with `change(eps)` in place of eps, and the gradients that come of it."""

    def value(mu, log_var, eps):
        return mu + np.exp(0.5 * log_var) * change(eps)

    def gradient(mu, log_var, eps, weights=1.0):
        return weights, 0.5 * weights * np.exp(0.5 * log_var) * change(eps)

    return Actor(value, gradient)


CHANGED_NOISE = {
    "|ε|": np.abs,
    "the mean of ε": lambda eps: np.full_like(eps, eps.mean()),
    "ε reversed": np.flip,
    "ε sorted": lambda eps: np.sort(eps, axis=-1),
    "ε²": np.square,
    "2ε": lambda eps: 2 * eps,
    "tanh ε": np.tanh,
    "the sign of ε": np.sign,
    "ε clipped": lambda eps: np.clip(eps, -0.5, 0.5),
    "ε standardised": lambda eps: (eps - eps.mean()) / (eps.std() + 1e-6),
    "no noise": np.zeros_like,
}


@pytest.mark.parametrize("words", CHANGED_NOISE)
def test_noise_made_of_eps_is_not_its_own(words):
    verdict = rehearse(prepared("fall/4.1/reparameterised_sample"), with_noise(CHANGED_NOISE[words]))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception != "its own noise instead of eps"


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("flowing", [True, False])
def test_noise_that_is_drawn_is_its_own(seed, flowing):
    check = prepared("fall/4.1/reparameterised_sample", seed % 3)
    rng, drawn = np.random.default_rng(seed), {}

    def fresh(eps):  # the same for a value and its gradients
        return drawn.setdefault(eps.tobytes(), rng.normal(size=eps.shape)).reshape(eps.shape)

    actor = with_noise(fresh)
    if not flowing:
        actor = Actor(actor.answer, lambda mu, _log_var, _eps, _weights=1.0: (np.zeros_like(mu), np.zeros_like(mu)))
    verdict = rehearse(check, actor)
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == "its own noise instead of eps"


def test_only_the_parameters_are_leaves():
    for case in cases("fall/4.1/reparameterised_sample"):
        assert [value.requires_grad for value in case.arguments.values()] == [True, True, False]
        assert case.accepted[0].gradients is not None
        assert len(case.accepted[0].gradients) == 2


@settings(max_examples=20, deadline=None)
@given(st.integers(3, 5), st.integers(0, 2**31))
def test_rows_of_no_state_have_no_baseline(K, seed):
    rng = np.random.default_rng(seed)
    arguments = {"logits": rng.normal(size=K), "f_values": 1 + rng.random(K), "num_samples": 64}
    rows = reinforce_reference.reinforce_estimates(arguments["logits"], arguments["f_values"], 128, rng)
    assert not reinforce.with_batch_baseline(arguments, rows + rng.normal(size=rows.shape))
    assert not reinforce.with_batch_baseline(arguments, 2 * arguments["f_values"].max() * rows)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31))
def test_for_two_values_only_a_constant_baseline_is_seen(seed):
    rng = np.random.default_rng(seed)
    arguments = {"logits": rng.uniform(-0.5, 0.5, size=2), "f_values": np.array([1.0, 4.0]), "num_samples": 64}
    rows = with_batch_mean(arguments["logits"], arguments["f_values"], 64, rng)
    assert reinforce.with_batch_baseline(arguments, rows)
    assert not reinforce.with_batch_baseline(arguments, rows * rng.uniform(0.5, 1, size=(64, 1)))


def test_bits_are_counted_from_the_most_significant():
    rows = kl_gradient.terms_in_reversed_order(np.array([0.0, 2.0]))
    assert rows[[0, 2, 1, 3]].tolist() == kl_gradient.terms.references[0](np.array([0.0, 2.0])).tolist()


def test_data_terms_get_a_function():
    sheet, check = ALL["ss20/1a/data_term"]
    assert all(isinstance(case.arguments["log_p"], FunctionArg) for case in draw_cases(check, 0, sheet))
