"""The bank of the two seminars 6 against itself: what is drawn, accepted, refused, and how it is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assignments.bank import kl, kl_normal, noisy_labels_scores, smooth_ap, triplet_loss
from assignments.ss2021_seminar6.assignment import QUESTIONS as SS2021
from assignments.ss2023_seminar6.assignment import QUESTIONS as SS2023
from grader.course.assignment import Question, prepare_check
from grader.course.cases import build, draw_cases
from grader.course.question import Check
from grader.course.rehearsal import Actor, rehearse
from grader.judge.case import Accepted, Case, Regime
from grader.judge.compare import as_array, mismatch
from grader.judge.draw import Draw
from grader.judge.mistakes import Answered, answer_of, recognise
from grader.judge.rounding import as_answer
from grader.judge.values import judge_values
from grader.records import (
    Argument,
    Call,
    CheckStatus,
    Gradient,
    Mode,
    Outcome,
    Returned,
    Stopped,
    StopReason,
    TensorArg,
    Verdict,
)
from reference import noisy_labels
from reference import smooth_ap as ap

SEEDS = range(3)
SHEETS = {"ss2021_seminar6": SS2021, "ss2023_seminar6": SS2023}
CHECKS = {
    f"{sheet[:6]}/{question.id}/{check.id}": check
    for sheet, questions in SHEETS.items()
    for question in questions
    for check in question.checks
    if isinstance(check, Check) and (sheet == "ss2021_seminar6" or question.id[0] == "4")
}
INFINITE = {"ss2021/2/kl_discrete", "ss2021/2/kl_factorised"}

# The tables of the course: names and parameters in the order in which they are given.
SIGNATURES = {
    "noisy_log_likelihood": "scores t eps",
    "noisy_nll": "logits t eps",
    "soft_label_cross_entropy": "scores t eps",
    "kl_discrete": "q p",
    "kl_factorised": "qs ps",
    "joint": "ps",
    "kl_normal": "mu_q sigma_q mu_p sigma_p",
    "data_term": "phi log_p",
    "data_term_grad": "phi log_p",
    "score": "z phi",
    "average_precision": "d_pos d_neg",
    "misranked_pairs": "d_pos d_neg",
    "triplet_loss": "d_pos d_neg margin",
    "smooth_indicator": "d_n d_p tau",
    "smooth_ap": "d_pos d_neg tau",
}
SHARED = {
    "1a": {"noisy_log_likelihood", "noisy_nll"},
    "1b": {"soft_label_cross_entropy"},
    "2": {"kl_discrete", "kl_factorised", "joint"},
    "3": {"kl_normal"},
}
FUNCTIONS = {
    "ss2021_seminar6": {
        **SHARED,
        "4a": {"data_term", "data_term_grad"},
        "4b": {"score", "score_function_estimates"},
    },
    "ss2023_seminar6": {
        **SHARED,
        "4a": {"average_precision"},
        "4b": {"misranked_pairs", "triplet_loss"},
        "4c": {"smooth_indicator", "smooth_ap"},
    },
}
LEAVES = {"noisy_nll": ["logits"], "triplet_loss": ["d_pos", "d_neg"], "smooth_ap": ["d_pos", "d_neg"]}
MISCONCEPTIONS_SHARED = {
    "1a": [
        "1−ε and ε swapped",
        "Σ_k p log q (the bound) instead of log Σ",
        "unstable",
        "mean",
        "detached or `.item()` result (no gradient)",
        "`noisy_nll` with the sign of the likelihood",
    ],
    "1b": ["sign (the printed (1) taken for the bound)", "ε/2 smoothing", "mean"],
    "2": [
        "swapped",
        "missing q weight",
        "absolute values",
        "nan at q = 0",
        "mean over components",
        "product instead of sum",
    ],
    "3": [
        "swapped",
        "σ taken as variance",
        "missing −½",
        "sign of the log",
        "log of variance ratio without ½",
        "σ_q in the denominator",
    ],
}
MISCONCEPTIONS = {
    "ss2021_seminar6": {
        **MISCONCEPTIONS_SHARED,
        "4a": ["φ read as probabilities", "sum without q weights", "gradient with respect to the probabilities"],
        "4b": [
            "missing log_p factor",
            "missing score factor",
            "averaged rows",
            "z sampled from ½",
            "sign",
            "a baseline subtracted (the batch mean, or a function of z: the rows change)",
        ],
    },
    "ss2023_seminar6": {
        **MISCONCEPTIONS_SHARED,
        "4a": [
            "k(p) over negatives only",
            "p left out of k(p) (division by zero)",
            "≤ and < exchanged",
            "larger distance ranked first",
            "AP of scikit-learn under ties",
        ],
        "4b": ["mean", "sign of d_p − d_n", "hardest pair only", "squared"],
        "4c": [
            "argument's sign",
            "τ multiplied",
            "own term counted ½ (the sheet read literally: named, not accepted)",
            "k(p) left unsmoothed",
            "normal instead of logistic noise",
        ],
    },
}


@cache
def cases(name: str, seed: int = 0) -> tuple[Case, ...]:
    return draw_cases(CHECKS[name], seed, "sheet")


def values(case: Case) -> list[Any]:
    return [build(value) for value in case.arguments.values()]


def single(value: Any) -> Any:
    return value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def refused(value: Any, case: Case) -> bool:
    return all(mismatch(value, accepted) is not None for accepted in case.accepted)


def only(name: str) -> Check:
    (found,) = [check for path, check in CHECKS.items() if path.endswith("/" + name)]
    return found


# --------------------------------------------------------------------------- what is asked


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_questions_of_the_sheet(sheet):
    asked: list[Question] = SHEETS[sheet]
    assert {question.id: {check.function for check in question.checks} for question in asked} == FUNCTIONS[sheet]
    for question in asked:
        ids = [check.id for check in question.checks]
        assert len(set(ids)) == len(ids)
        assert all(check.title for check in question.checks)


def test_shared_questions_are_the_same_checks():
    for mine, other in zip(SS2021[:4], SS2023[:4], strict=True):
        assert mine.id == other.id
        assert all(a is b for a, b in zip(mine.checks, other.checks, strict=True))


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_tables_misconceptions_are_in_the_banks_words(sheet):
    for question in SHEETS[sheet]:
        declared = {mistake.words for check in question.checks for mistake in check.mistakes}
        assert set(MISCONCEPTIONS[sheet][question.id]) <= declared


# --------------------------------------------------------------------------- what is drawn


@pytest.mark.parametrize("name", CHECKS)
def test_draws_the_parameters_in_order_and_at_least_eight_that_count(name):
    check = CHECKS[name]
    for seed in SEEDS:
        drawn = cases(name, seed)
        assert all(list(case.arguments) == SIGNATURES[check.function].split() for case in drawn)
        assert sum(case.counts for case in drawn) >= 8
        assert len({case.regime for case in drawn}) >= 3


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if not check.strict])
def test_inputs_are_representable_in_single_precision(name):
    for case in cases(name):
        for value in values(case):
            if not callable(value):
                assert np.array_equal(np.asarray(value), single(np.asarray(value, dtype=np.float64)))


@pytest.mark.parametrize("name", CHECKS)
def test_expected_values_are_finite_where_no_divergence_is_infinite(name):
    for seed in SEEDS:
        for case in cases(name, seed):
            accepted = case.accepted[0]
            assert not np.isnan(accepted.answer).any()
            assert np.isfinite(accepted.allowed).all()
            assert name in INFINITE or np.isfinite(accepted.answer).all()
    if name in INFINITE:
        assert 2 <= sum(np.isinf(case.accepted[0].answer) for case in cases(name)) <= 8


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if check.gradients])
def test_the_leaves_are_those_of_the_sheet(name):
    for case in cases(name):
        leaves = [key for key, value in case.arguments.items() if getattr(value, "requires_grad", False)]
        assert leaves == LEAVES[CHECKS[name].function]
        assert len(case.accepted[0].gradients) == len(leaves)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([Regime.PLAIN, Regime.MIXED]))
def test_drawn_tables_are_distributions_and_p_is_zero_only_where_q_is(seed, regime):
    qs, ps = kl.factorised.draw(Draw(np.random.default_rng(seed), regime)).values()
    assert qs.shape == ps.shape
    for table in (qs, ps):
        assert (table >= 0).all()
        assert (table.sum(axis=-1) == 1).all()
    assert not ((qs > 0) & (ps == 0)).any()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_no_triplet_is_drawn_near_the_kink(seed):
    drawn = [build(value) for value in triplet_loss.loss.draw(Draw(np.random.default_rng(seed))).values()]
    assert triplet_loss.off_the_kink(*drawn)


def test_triplets_on_the_kink_are_outside_of_the_domain():
    assert not triplet_loss.off_the_kink(np.array([1.0]), np.array([1.5]), 0.5)
    assert not triplet_loss.off_the_kink(np.array([1.0]), np.array([5.0]), 0.0)
    assert triplet_loss.off_the_kink(np.array([1.0]), np.array([1.5]), 0.25)


def test_ties_are_tried():
    for name in ("ss2023/4a/average_precision", "ss2023/4b/misranked_pairs"):
        tied = [case for case in cases(name) if np.isin(*values(case)).any()]
        assert len(tied) >= 6


def test_decoders_are_not_linear_in_the_states():
    """Else log_p(S(φ)) would be right by accident."""
    for name in ("ss2021/4a/data_term", "ss2021/4a/data_term_grad"):
        for case in cases(name):
            phi, log_p = values(case)
            if len(phi) > 1:
                ends = log_p(np.stack([np.zeros(len(phi)), np.ones(len(phi))]))
                assert abs(log_p(np.full((1, len(phi)), 0.5))[0] - ends.mean()) > 1e-3


# --------------------------------------------------------------------------- what is accepted


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if not check.strict])
def test_single_precision_work_is_accepted(name):
    check = CHECKS[name]
    for seed in SEEDS:
        for case in cases(name, seed):
            arguments = [single(value) for value in values(case)]
            with np.errstate(all="ignore"):
                assert not refused(as_answer(check.references[0](*arguments)), case), case
                found = check.gradients(*arguments) if check.gradients else ()
            accepted = case.accepted[0]
            for got, want, allowed in zip(
                found if isinstance(found, tuple) else (found,),
                accepted.gradients or (),
                accepted.gradients_allowed,
                strict=True,
            ):
                assert mismatch(got, Accepted(want, allowed)) is None, case


def test_nearly_equal_normals_need_double_precision_and_no_more_than_the_sheet_asks_for():
    drawn = cases("ss2021/3/kl_normal_near")
    in_single = [kl_normal.kl.kl_normal(*(np.float32(value) for value in values(case))) for case in drawn]
    assert sum(refused(value, case) for value, case in zip(in_single, drawn, strict=True)) >= 8
    for case in drawn:
        mu_q, sigma_q, mu_p, sigma_p = values(case)
        textbook = np.log(sigma_p) - np.log(sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - 0.5
        assert not refused(textbook, case)
        assert 5e-13 < np.max(case.accepted[0].allowed) <= 1e-12


def by_variances(mu_q, sigma_q, mu_p, sigma_p):
    ratio = (sigma_q / sigma_p) ** 2
    return 0.5 * (ratio + ((mu_q - mu_p) / sigma_p) ** 2 - 1 - np.log(ratio))


def by_logarithms(mu_q, sigma_q, mu_p, sigma_p):
    return np.log(sigma_p) - np.log(sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - 0.5


def named_near(answer: Callable[..., Any], seed: int) -> str | None:
    """The name that an answer gets on nearly equal normals."""
    wrong, right = [], []
    for case in cases("ss2021/3/kl_normal_near", seed):
        arguments = dict(zip(case.arguments, values(case), strict=True))
        value = answer(*arguments.values())
        (wrong if refused(value, case) else right).append(Answered(case, arguments, Returned(value, 0.0)))
    assert wrong
    found = recognise(CHECKS["ss2021/3/kl_normal_near"].mistakes, wrong, right)
    return None if found is None else found.mistake.words


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("formula", [kl_normal.kl.kl_normal, by_variances, by_logarithms])
@pytest.mark.parametrize("back", [np.float32, np.float64])
def test_single_precision_is_named_on_nearly_equal_normals(formula, back, seed):
    name = named_near(lambda *arguments: np.asarray(formula(*map(np.float32, arguments)), dtype=back), seed)
    assert name == "worked in float32, which loses the digits of nearly equal distributions"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "spoilt",
    [
        lambda value: np.maximum(value, 1e-9),
        lambda value: np.round(value, 8),
        lambda value: value + 1e-8,
        lambda value: value * (1 + 1e-5),
        lambda value: 0.0 * value,
        lambda value: np.asarray(value, dtype=np.float16),
    ],
)
def test_small_errors_of_double_precision_are_not_called_single(spoilt, seed):
    assert named_near(lambda *arguments: spoilt(kl_normal.kl.kl_normal(*arguments)), seed) is None


# --------------------------------------------------------------------------- what is refused


def trivial(case: Case) -> list[Any]:
    shape = case.accepted[0].answer.shape
    first = values(case)[0]
    return [0.0, 1.0, np.nan, [], True, False, None, np.zeros(shape), np.ones(shape), first, np.full(shape, np.nan)]


@pytest.mark.parametrize("name", CHECKS)
def test_no_trivial_answer_passes(name):
    answers = [trivial(case) for case in cases(name)]
    for column in range(len(answers[0])):
        assert any(refused(row[column], case) for case, row in zip(cases(name), answers, strict=True))


@pytest.mark.parametrize("name", CHECKS)
def test_every_wrong_value_is_refused_on_two_inputs_at_least_and_named(name):
    check = CHECKS[name]
    for seed in SEEDS:
        for mistake in check.mistakes:
            if mistake.answer is None:
                continue
            wrong, right = [], []
            for case in cases(name, seed):
                arguments = dict(zip(case.arguments, values(case), strict=True))
                answer = answer_of(mistake, arguments)
                if answer is not None:
                    which = wrong if refused(answer, case) else right
                    which.append(Answered(case, arguments, Returned(answer, 0.0)))
            assert len(wrong) >= 2, mistake
            found = recognise(check.mistakes, wrong, right)
            assert found is not None, mistake
            assert found.mistake.words == mistake.words


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("least", [1e-3, 1e-6, 1e-9])
def test_a_tolerance_in_the_count_is_refused_and_named(least, seed):
    def counted(d_pos, d_neg):
        return int((d_neg[np.newaxis] < d_pos[:, np.newaxis] - least).sum())

    verdict = rehearse(prepare_check(CHECKS["ss2023/4b/misranked_pairs"], seed, "sheet"), Actor(counted))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == "a tolerance instead of 0: every d_n < d_p counts"


@pytest.mark.parametrize("name", CHECKS)
def test_mistakes_leave_their_arguments_alone(name):
    for mistake in CHECKS[name].mistakes:
        if mistake.answer is not None:
            arguments = values(cases(name)[0])
            before = [value if callable(value) else np.copy(value) for value in arguments]
            with np.errstate(all="ignore"):
                mistake.answer(*arguments)
            for a, b in zip(arguments, before, strict=True):
                assert callable(a) or np.array_equal(a, b)


@pytest.mark.parametrize("name", [name for name in CHECKS if name.endswith("_large")])
def test_unstable_formulas_fail_on_extremes_alone(name):
    unstable = [m for m in CHECKS[name].mistakes if m.answer is not None and m.words == "unstable"]
    assert unstable
    for mistake in unstable:
        for case in cases(name):
            answer = answer_of(mistake, dict(zip(case.arguments, values(case), strict=True)))
            assert case.regime is Regime.EXTREME or not refused(answer, case), mistake


# --------------------------------------------------------------------------- gradients, and what never comes back

Differentiable = tuple[Callable[..., Any], Callable[..., Any]]


def verdict(check: Check, answer: Callable[[Call], Outcome]) -> Verdict:
    """The whole dialogue of a check with a student who answers like this."""
    dialogue = judge_values(prepare_check(check, 0, "sheet"))
    calls = next(dialogue)
    while True:
        try:
            calls = dialogue.send([answer(call) for call in calls])
        except StopIteration as end:
            return end.value


def torch_student(value: Callable[..., Any], gradient: Callable[..., Any]) -> Callable[[Call], Outcome]:
    """What comes back from a function with this value, whose autograd gives this gradient (None: no path)."""

    def answer(call: Call) -> Outcome:
        assert call.mode is Mode.GRADIENT
        arguments = [build(argument) for argument in call.arguments]
        with np.errstate(all="ignore"):
            found = gradient(*arguments)
            leaves = sum(getattr(argument, "requires_grad", False) for argument in call.arguments)
            gradients = found[:leaves] if isinstance(found, tuple) else (found,)
            flows = Gradient(is_tensor=True, requires_grad=True, gradients=gradients)
            return Returned(np.asarray(value(*arguments)), 0.0, gradient=flows, was_tensor=True)

    return answer


def no_tensor(value: Callable[..., Any]) -> Callable[[Call], Outcome]:
    """What comes back from `.item()`."""

    def answer(call: Call) -> Outcome:
        arguments: list[Argument] = [build(argument) for argument in call.arguments]
        return Returned(float(value(*arguments)), 0.0, gradient=Gradient(is_tensor=False, requires_grad=False))

    return answer


def nothing(*arguments: Any) -> tuple[None, ...]:
    return (None,) * len(arguments)


def not_finite_at_zero(logits: Any, t: Any, eps: float) -> Any:
    gradient = noisy_labels.noisy_nll_gradient(logits, t, eps)
    return np.where(np.abs(logits) > 700, np.nan, gradient)


def first_path_missing(d_pos: Any, d_neg: Any, scale: float) -> Any:
    return None, ap.triplet_loss_gradient(d_pos, d_neg, scale)[1]


DETACHED = "detached or `.item()` result (no gradient)"
WRONG_GRADIENTS = [
    ("noisy_nll", noisy_labels.noisy_nll_value, nothing, DETACHED),
    ("noisy_nll_large", noisy_labels.noisy_nll_value, nothing, DETACHED),
    (
        "noisy_nll",
        noisy_labels.noisy_nll_value,
        noisy_labels_scores.flat_at_zero(1.0),
        "the gradient at a logit of 0 is wrong: max or |·| has a kink there",
    ),
    (
        "noisy_nll_large",
        noisy_labels.noisy_nll_value,
        noisy_labels_scores.flat_at_zero(0.0),
        "the gradient at a logit of 0 is wrong: max or |·| has a kink there",
    ),
    (
        "noisy_nll",
        noisy_labels.noisy_nll_value,
        noisy_labels_scores.gradient_of_bound,
        "the value of the likelihood, but the gradient of the bound",
    ),
    (
        "noisy_nll_large",
        noisy_labels.noisy_nll_value,
        not_finite_at_zero,
        "unstable: the value is finite, its gradient is not",
    ),
    ("triplet_loss", ap.triplet_loss_value, nothing, DETACHED),
    ("triplet_loss_empty", ap.triplet_loss_value, nothing, DETACHED),
    ("triplet_loss", ap.triplet_loss_value, first_path_missing, "one of the distances is detached"),
    (
        "triplet_loss",
        ap.triplet_loss_value,
        triplet_loss.no_slope,
        "the gradient is 0: the hinges are cut off from the distances",
    ),
    (
        "triplet_loss",
        ap.triplet_loss_value,
        triplet_loss.slope_everywhere,
        "the gradient flows through pairs whose hinge is 0",
    ),
    ("smooth_ap", ap.smooth_ap_value, nothing, DETACHED),
    (
        "smooth_ap",
        ap.smooth_ap_value,
        smooth_ap.ranks_detached,
        "k(p) detached: the gradient does not flow through the ranks",
    ),
    ("smooth_ap", ap.smooth_ap_value, smooth_ap.minus_gradient, "sign of the gradient"),
    (
        "smooth_ap",
        ap.smooth_ap_value,
        smooth_ap.no_slope,
        "the gradient is 0: the indicators are cut off from the distances",
    ),
]


@pytest.mark.parametrize("name", ["noisy_nll", "triplet_loss", "triplet_loss_empty", "smooth_ap", "smooth_ap_large"])
def test_right_values_with_right_gradients_pass(name):
    check = only(name)
    found = verdict(check, torch_student(check.references[0], check.gradients))
    assert found.status is CheckStatus.PASSED, found.message


@pytest.mark.parametrize(("name", "value", "gradient", "words"), WRONG_GRADIENTS)
def test_wrong_gradients_of_right_values_are_refused_and_named(name, value, gradient, words):
    found = verdict(only(name), torch_student(value, gradient))
    assert found.status in (CheckStatus.FAILED, CheckStatus.UNSTABLE)
    assert found.misconception == words


@pytest.mark.parametrize("name", ["noisy_nll", "triplet_loss", "smooth_ap"])
def test_numbers_instead_of_tensors_are_refused_and_named(name):
    check = only(name)
    found = verdict(check, no_tensor(check.references[0]))
    assert (found.status, found.misconception) == (CheckStatus.FAILED, DETACHED)


@pytest.mark.parametrize("name", ["triplet_loss_empty", "smooth_ap_empty"])
def test_a_constant_without_negatives_costs_the_small_check_alone(name):
    check = only(name)
    flows = torch_student(check.references[0], check.gradients)
    constant = no_tensor(check.references[0])

    def loops(call: Call) -> Outcome:
        d_neg = call.arguments[1]
        assert isinstance(d_neg, TensorArg)
        return flows(call) if d_neg.array.size else constant(call)

    found = verdict(check, loops)
    assert found.status is CheckStatus.FAILED
    assert found.misconception is not None
    assert found.misconception.startswith("no gradient without negatives")
    assert verdict(only(name.removesuffix("_empty")), loops).status is CheckStatus.PASSED


def test_a_joint_that_does_not_fit_is_named():
    def builds_the_joint(call: Call) -> Outcome:
        qs, ps = call.arguments
        assert isinstance(qs, np.ndarray)
        if len(qs) > 20:
            return Stopped(StopReason.MEMORY, "out of memory")
        return Returned(kl.kl.kl_factorised(qs, ps), 0.0)

    found = verdict(only("kl_factorised_many"), builds_the_joint)
    assert (found.status, found.misconception) == (CheckStatus.MEMORY, "the joint distribution is built")
    assert verdict(only("kl_factorised"), builds_the_joint).status is CheckStatus.PASSED


@pytest.mark.parametrize("name", ["kl_discrete", "kl_factorised"])
def test_a_guarded_logarithm_is_refused_where_the_divergence_is_infinite_and_named(name):
    def guarded(call: Call) -> Outcome:
        q, p = (np.asarray(argument) for argument in call.arguments)
        return Returned(float((q * np.log((q + 1e-12) / (p + 1e-12))).sum()), 0.0)

    found = verdict(only(name), guarded)
    assert found.status is CheckStatus.FAILED
    assert found.misconception == kl.GUARDED


def test_symptoms_look_at_any_returned_value_without_failing():
    for check in CHECKS.values():
        arguments = dict(zip(cases_of(check)[0].arguments, values(cases_of(check)[0]), strict=True))
        for odd in (None, "no number", [1.0, "a"], np.zeros((0,)), float("nan"), 3):
            assert as_array(odd) is not None
            for mistake in check.mistakes:
                if mistake.seen is not None:
                    assert mistake.seen(arguments, Returned(odd, 0.0)) in (True, False)


def cases_of(check: Check) -> tuple[Case, ...]:
    return cases(next(name for name, one in CHECKS.items() if one is check))


@pytest.mark.parametrize("name", ["kl_discrete", "kl_factorised", "score", "noisy_log_likelihood", "kl_normal_near"])
def test_arguments_that_do_not_fit_together_are_outside_of_the_domain(name):
    check = only(name)
    first, second, *rest = values(cases_of(check)[0])
    shorter = first[:, :-1] if name == "score" else first[:-1]
    assert check.domain is not None
    assert check.domain(first, second, *rest)
    if name == "kl_normal_near":
        assert not check.domain(first, 2 * second, *rest)
    else:
        assert not check.domain(shorter, second, *rest)


# --------------------------------------------------------------------------- as large as the sheet says


@pytest.mark.parametrize("name", ["smooth_indicator_large", "smooth_ap_large"])
def test_distances_of_a_million_scales_are_tried(name):
    quotients = [np.abs(np.subtract.outer(d, e)).max() / tau for d, e, tau in map(values, cases_of(only(name)))]
    assert 1e6 <= max(quotients) < 1.1e6


@pytest.mark.parametrize("name", ["noisy_log_likelihood_large", "noisy_nll_large", "soft_label_cross_entropy_large"])
def test_scores_of_a_thousand_and_0_are_tried_with_every_noise(name):
    tried = [(score, eps) for scores, _, eps in map(values, cases_of(only(name))) for score in scores]
    for score in (-1000.0, 0.0, 1000.0):
        assert {0.0, 0.5, 1.0} <= {eps for one, eps in tried if one == score}


# --------------------------------------------------------------------------- the wrong gradients are what they say


def slopes(function: Callable[[np.ndarray], Any], at: np.ndarray) -> np.ndarray:
    """Central differences."""
    steps = 1e-6 * np.eye(len(at))
    return np.array([(function(at + step) - function(at - step)) / 2e-6 for step in steps])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_wrong_gradients_are_derivatives_of_what_they_say(seed):
    rng = np.random.default_rng(seed)
    d_pos, d_neg, tau = rng.random(3) * 4, rng.random(2) * 4, 0.5
    ranks = np.array([1.0, 2.0, 3.0])

    def with_constant_ranks(pos: np.ndarray, neg: np.ndarray) -> Any:
        before = ap.smooth_indicator(neg, pos[:, np.newaxis], tau).sum(axis=1)
        return 1 - (before / ranks).mean()

    others = (1 - np.eye(3)) * ap.smooth_indicator(d_pos, d_pos[:, np.newaxis], tau)
    ranks = 1 + others.sum(axis=1) + ap.smooth_indicator(d_neg, d_pos[:, np.newaxis], tau).sum(axis=1)
    by_pos, by_neg = smooth_ap.ranks_detached(d_pos, d_neg, tau)
    assert by_pos == pytest.approx(slopes(lambda d: with_constant_ranks(d, d_neg), d_pos), abs=1e-7)
    assert by_neg == pytest.approx(slopes(lambda d: with_constant_ranks(d_pos, d), d_neg), abs=1e-7)
    t, eps = np.array([1.0, -1.0, 1.0]), 0.25
    bound = slopes(lambda logits: noisy_labels.soft_label_cross_entropy(logits, t, eps), d_pos)
    assert noisy_labels_scores.gradient_of_bound(d_pos, t, eps) == pytest.approx(bound, abs=1e-7)
    everywhere = slopes(lambda d: triplet_loss.without_hinge(d, d_neg, tau), d_pos)
    assert triplet_loss.slope_everywhere(d_pos, d_neg, tau)[0] == pytest.approx(everywhere, abs=1e-7)


@pytest.mark.parametrize(
    ("derivative", "kinked"), [(1.0, lambda torch, z: torch.clamp(z, max=0)), (0.0, lambda torch, z: -torch.relu(-z))]
)
def test_the_kinks_at_0_are_those_of_torch(derivative, kinked):
    import torch

    logits = torch.tensor([0.0, 1.5, 0.0], dtype=torch.float64, requires_grad=True)
    t, eps = torch.tensor([1.0, 1.0, -1.0], dtype=torch.float64), 0.125

    def log_sigmoid(z: Any) -> Any:
        return kinked(torch, z) - torch.log1p(torch.exp(-torch.abs(z)))

    right, flipped = log_sigmoid(t * logits) + np.log(1 - eps), log_sigmoid(-t * logits) + np.log(eps)
    (-torch.logaddexp(right, flipped).sum()).backward()
    expected = noisy_labels_scores.flat_at_zero(derivative)(logits.detach().numpy(), t.numpy(), eps)
    assert logits.grad.numpy() == pytest.approx(expected, abs=1e-12)
    assert np.abs(expected - noisy_labels.noisy_nll_gradient(logits.detach().numpy(), t.numpy(), eps)).max() > 0.1
