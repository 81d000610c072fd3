"""The bank against itself: what is drawn, what is accepted, what is refused and how it is named."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

from assignments.bank import hopfield, softmax
from assignments.ss2020_seminar2.assignment import QUESTIONS
from grader.course.assignment import prepare_check
from grader.course.cases import build, draw_cases
from grader.course.question import Check
from grader.course.rehearsal import Actor, rehearse
from grader.judge.case import Accepted, Case, Regime
from grader.judge.compare import mismatch
from grader.judge.mistakes import Answered, answer_of, recognise
from grader.judge.rounding import as_answer
from grader.records import CheckStatus, Returned

SHEET = "ss2020_seminar2"
SEEDS = range(5)
CHECKS = {f"{question.id}/{check.id}": check for question in QUESTIONS for check in question.checks}
SLOW = {name for name, check in CHECKS.items() if check.within is not None}
VALUED = {name: check for name, check in CHECKS.items() if check.references}

# The table of the course: names and parameters in the order in which they are given.
SIGNATURES = {
    "hopfield_energy": "W x",
    "hopfield_update": "W x i",
    "energy_change": "W x i",
    "hopfield_run": "W x max_sweeps",
    "softmax": "x",
    "log_softmax": "x",
    "argmax_indicator": "x",
    "log_likelihood": "w X k",
    "log_likelihood_grad": "w X k",
    "is_separating": "w X k",
    "regularised_log_likelihood": "w X k lam",
    "fit": "X k lam",
    "noisy_log_likelihood": "w X t eps",
    "soft_label_cross_entropy": "w X t eps",
    "scan": "x",
    "scan_backward": "grad_y",
    "ScanFunction.apply": "x",
}
FUNCTIONS = {
    "1": {"hopfield_energy", "hopfield_update", "energy_change", "hopfield_run"},
    "2a": {"softmax"},
    "2b": {"log_softmax"},
    "2c": {"argmax_indicator", "softmax"},
    "3a": {"log_likelihood", "log_likelihood_grad", "is_separating"},
    "3b": {"regularised_log_likelihood", "fit"},
    "4a": {"noisy_log_likelihood"},
    "4b": {"soft_label_cross_entropy"},
    "5": {"scan", "scan_backward", "ScanFunction.apply"},
}
MISCONCEPTIONS = {
    "1": [
        "np.sign as it is (0 at a tie)",
        "diagonal used in the update",
        "all neurons updated at once (cycles)",
        "missing ½",
        "sign of H",
        "missing ½ and sign of H",
        "i counted from 1",
        "input modified in place",
    ],
    "2a": ["no max subtracted (nan/inf)", "wrong axis", "normalised over all entries", "base 2"],
    "2b": ["`log(softmax(x))` with −inf", "wrong axis"],
    "2c": ["one-hot of the first maximiser under ties", "uniform over ties"],
    "3a": [
        "mean instead of sum",
        "labels read as {0,1}",
        "sign of the gradient",
        "unstable log(1+exp)",
        "≥ for >",
    ],
    "3b": ["½λ", "+ λ‖w‖²", "mean", "λ‖w‖ unsquared", "unregularised fit that diverges"],
    "4a": ["1−ε and ε swapped", "Σ_k p log q (the bound) instead of log Σ", "unstable", "mean"],
    "4b": ["sign", "labels smoothed with ε/2", "ε and 1−ε swapped", "mean"],
    "5": [
        "forward scan of grad",
        "exclusive",
        "no reversal back",
        "O(n²) matrix or sums of slices",
    ],
}


@cache
def cases(name: str, seed: int = 0) -> tuple[Case, ...]:
    return draw_cases(CHECKS[name], seed, SHEET)


def values(case: Case) -> list[Any]:
    return [build(value) for value in case.arguments.values()]


def single(value: Any) -> Any:
    return value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def over_the_wire(answer: Any) -> Any:
    return [over_the_wire(item) for item in answer] if isinstance(answer, tuple) else answer


def refused(value: Any, case: Case) -> bool:
    return all(mismatch(over_the_wire(value), accepted) is not None for accepted in case.accepted)


def complaint(check: Check, case: Case, value: Any) -> str | None:
    """What a judge says of a value, with a property or by comparison."""
    if check.holds is not None:
        return check.holds(*values(case), over_the_wire(value))
    found = [mismatch(over_the_wire(value), accepted) for accepted in case.accepted]
    return None if None in found else found[0].message


# --------------------------------------------------------------------------- what is drawn


def test_the_questions_of_the_sheet():
    assert {question.id: {check.function for check in question.checks} for question in QUESTIONS} == FUNCTIONS
    for question in QUESTIONS:
        ids = [check.id for check in question.checks]
        assert len(set(ids)) == len(ids)
        assert all(check.title and not check.title.endswith(".") for check in question.checks)


@pytest.mark.parametrize("name", CHECKS)
def test_draws_the_parameters_in_order_and_at_least_eight_that_count(name):
    check = CHECKS[name]
    for seed in (0,) if name in SLOW else SEEDS:
        drawn = cases(name, seed)
        assert all(list(case.arguments) == SIGNATURES[check.function].split() for case in drawn)
        assert sum(case.counts for case in drawn) >= 8
        assert len({case.regime for case in drawn}) >= 3


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if not check.strict])
def test_inputs_are_representable_in_single_precision(name):
    for case in cases(name):
        for value in values(case):
            assert np.array_equal(np.asarray(value), single(np.asarray(value, dtype=np.float64)))


@pytest.mark.parametrize("name", VALUED)
def test_expected_values_are_finite(name):
    for case in cases(name):
        for accepted in case.accepted:
            assert np.isfinite(accepted.answer).all()
            assert np.isfinite(accepted.allowed).all()


@pytest.mark.parametrize("name", ["1/hopfield_update", "1/hopfield_run"])
def test_ties_are_exact_in_any_precision(name):
    ties = 0
    for case in cases(name):
        W, x = values(case)[:2]
        fields = (W - np.diag(np.diag(W))) @ x
        exact = [sum(float(W[i, j]) * float(x[j]) for j in range(len(x)) if j != i) for i in range(len(x))]
        assert fields.tolist() == exact == single(W - np.diag(np.diag(W))).dot(single(x)).tolist()
        ties += sum(field == 0 for field in exact)
    assert ties >= 4


def test_points_on_the_hyperplane_are_exactly_on_it():
    drawn = 0
    for seed in SEEDS:
        for case in cases("3a/is_separating", seed):
            w, X, _ = values(case)
            exact = [sum(Fraction(a) * Fraction(b) for a, b in zip(row, w, strict=True)) for row in X.tolist()]
            assert (X @ w).tolist() == single(X).dot(single(w)).tolist() == [float(score) for score in exact]
            drawn += 0 in exact and case.regime is not Regime.EDGE
    assert drawn >= 3 * len(SEEDS)


def test_about_half_of_the_data_is_separated():
    answers = [bool(case.accepted[0].answer) for seed in SEEDS for case in cases("3a/is_separating", seed)]
    assert 0.25 < np.mean(answers) < 0.75


def test_shifts_go_both_ways_up_to_a_million():
    shifts = [float(np.median(values(case)[0])) for case in cases("2a/softmax_shift")]
    assert min(shifts) < -9e5
    assert max(shifts) > 9e5
    assert min(map(abs, shifts)) > 900


# --------------------------------------------------------------------------- what is accepted


@pytest.mark.parametrize("name", [name for name, check in VALUED.items() if not check.strict])
def test_single_precision_work_is_accepted_under_every_convention(name):
    check = CHECKS[name]
    for seed in (0,) if name in SLOW else SEEDS:
        for case in cases(name, seed):
            for reference in check.references:
                with np.errstate(all="ignore"):
                    answer = reference(*map(single, values(case)))
                assert complaint(check, case, as_answer(answer)) is None, case


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if check.gradients])
def test_gradients_of_single_precision_are_accepted(name):
    check = CHECKS[name]
    for case in cases(name):
        arguments = [single(value) for value in values(case)]
        gradient = check.gradients(*arguments, single(case.cotangent))
        accepted = case.accepted[0]
        assert mismatch(gradient, Accepted(accepted.gradients[0], accepted.gradients_allowed[0])) is None


def test_double_precision_work_passes_where_single_does_not():
    naive = [case for case in cases("2a/softmax_shift") if refused(softmax.in_single(*values(case)), case)]
    assert len(naive) >= 8
    for case in cases("2a/softmax_shift"):
        x = values(case)[0]
        other_order = np.exp(x - np.logaddexp.reduce(x, axis=-1, keepdims=True))
        assert not refused(other_order, case)


def test_both_conventions_at_a_tie_differ_and_are_right():
    tied = [
        case
        for case in cases("1/hopfield_update")
        if refused(hopfield.step(lambda W, x, i: 0.0, hopfield.zero, *values(case)), case)
    ]
    assert tied
    differing = [case for case in cases("1/hopfield_update") if not np.array_equal(*(a.answer for a in case.accepted))]
    assert len(differing) >= 2


# --------------------------------------------------------------------------- what is refused


def trivial(check: Check, case: Case) -> list[Any]:
    shape = case.accepted[0].answer.shape if case.accepted else ()
    first = values(case)[0]
    return [0.0, 1.0, np.nan, [], True, False, None, np.zeros(shape), np.ones(shape), first, np.full(shape, np.nan)]


@pytest.mark.parametrize("name", CHECKS)
def test_no_trivial_answer_passes(name):
    check = CHECKS[name]
    answers = [trivial(check, case) for case in cases(name)]
    for column in range(len(answers[0])):
        assert any(complaint(check, case, row[column]) for case, row in zip(cases(name), answers, strict=True))


def wrong_values(check: Check) -> list[tuple[int, str]]:
    return [(index, mistake.words) for index, mistake in enumerate(check.mistakes) if mistake.answer is not None]


@pytest.mark.parametrize("name", CHECKS)
def test_every_wrong_value_is_refused_on_two_inputs_at_least_and_named(name):
    check = CHECKS[name]
    for index, words in wrong_values(check):
        mistake = check.mistakes[index]
        wrong, right = [], []
        for case in cases(name):
            arguments = dict(zip(case.arguments, values(case), strict=True))
            answer = answer_of(mistake, arguments)
            if answer is not None:
                which = right if complaint(check, case, answer) is None else wrong
                which.append(Answered(case, arguments, Returned(over_the_wire(answer), 0.0)))
        assert len(wrong) >= 2, (words, index)
        found = recognise(check.mistakes, wrong, right)
        assert found is not None, (words, index)
        assert found.mistake.words == words, index


def weights_over_all(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum()


def nearly_tied(x):
    near = np.isclose(x, x.max())
    return near * float(near.sum() == 1)


def hot_softmax(x):
    e = np.exp(1e6 * (x - x.max()))
    return e / e.sum()


STUDENTS = [
    ("2a/softmax", weights_over_all, "normalised over all entries"),
    ("2a/softmax_large", weights_over_all, "normalised over all entries"),
    ("2a/softmax_shift", weights_over_all, "normalised over all entries"),
    ("2c/argmax_indicator", hot_softmax, "uniform over ties"),
    ("2c/argmax_indicator", nearly_tied, "nearly equal scores taken for a tie"),
    *(
        (
            "3a/is_separating",
            lambda w, X, k, least=least: bool((k * (X @ w) > least).all()),
            "a tolerance instead of 0: every positive margin separates",
        )
        for least in (0.1, 1e-2, 1e-6, 1e-9, 1e-12)
    ),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "answer", "words"), STUDENTS)
def test_what_students_write_is_refused_and_named(name, answer, words, seed):
    verdict = rehearse(prepare_check(CHECKS[name], seed, SHEET), Actor(answer))
    assert verdict.status is CheckStatus.FAILED
    assert verdict.misconception == words


@pytest.mark.parametrize("question", MISCONCEPTIONS)
def test_the_tables_misconceptions_are_in_the_banks_words(question):
    checks = next(item.checks for item in QUESTIONS if item.id == question)
    declared = {mistake.words for check in checks for mistake in check.mistakes}
    assert set(MISCONCEPTIONS[question]) <= declared


@pytest.mark.parametrize("name", CHECKS)
def test_mistakes_leave_their_arguments_alone(name):
    check = CHECKS[name]
    case = cases(name)[0]
    for mistake in check.mistakes:
        if mistake.answer is not None:
            arguments = values(case)
            before = [np.copy(value) for value in arguments]
            with np.errstate(all="ignore"):
                mistake.answer(*arguments)
            assert all(np.array_equal(a, b) for a, b in zip(arguments, before, strict=True))


@pytest.mark.parametrize("name", [name for name in CHECKS if name.endswith(("_large", "_limit"))])
def test_unstable_formulas_fail_on_extremes_alone(name):
    check = CHECKS[name]
    unstable = [mistake for mistake in check.mistakes if "unstable" in mistake.words or "nan/inf" in mistake.words]
    assert unstable
    if not check.extreme_inputs:
        return
    for mistake in unstable:
        for case in cases(name):
            answer = answer_of(mistake, dict(zip(case.arguments, values(case), strict=True)))
            assert case.regime is Regime.EXTREME or not refused(answer, case), mistake
