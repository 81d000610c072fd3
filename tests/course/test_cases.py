from __future__ import annotations

import numpy as np
import pytest

from grader.course.cases import PLAIN_TRIALS, TRIALS, draw_cases
from grader.course.question import check
from grader.errors import CourseError
from grader.judge.case import Regime


def declare(reference=lambda x: x * 2.0, **options):
    @check("double", reference=reference, **options)
    def double(draw):
        """twice x"""
        return {"x": draw.normal(draw.size(1, 6))}

    return double


def test_the_portfolio():
    double = declare()
    double.edges({"x": np.zeros(2)}, lambda draw: {"x": draw.normal(1)})
    double.extremes({"x": np.full(2, 1e6)})
    cases = draw_cases(double, 0, "sheet")
    regimes = [case.regime for case in cases]
    assert len(cases) == TRIALS
    assert regimes.count(Regime.PLAIN) == PLAIN_TRIALS
    assert regimes.count(Regime.EDGE) == 2
    assert regimes.count(Regime.EXTREME) == 1
    assert all(case.arguments["x"].shape == (4,) for case in cases if case.regime is Regime.PLAIN)
    assert len({case.arguments["x"].shape for case in cases if case.regime is Regime.MIXED}) > 2
    for case in cases:
        assert np.array_equal(case.accepted[0].answer, 2 * case.arguments["x"])


def test_same_seed_same_cases_other_seed_others():
    first, again, other = (draw_cases(declare(), seed, "sheet") for seed in (1, 1, 2))
    assert all(np.array_equal(a.arguments["x"], b.arguments["x"]) for a, b in zip(first, again, strict=True))
    assert not any(np.array_equal(a.arguments["x"], b.arguments["x"]) for a, b in zip(first, other, strict=True))


def test_a_case_that_could_not_be_failed_does_not_count():
    def sine(x):
        return np.sin(x)

    hopeless = declare(sine)
    hopeless.edges({"x": np.array([1e6, 2e6])})
    cases = draw_cases(hopeless, 0, "sheet")
    assert [case.counts for case in cases if case.regime is Regime.EDGE] == [False]
    assert all(case.counts for case in cases if case.regime is Regime.PLAIN)


def test_a_reference_that_raises_is_the_courses_fault():
    def broken(x):
        raise ValueError("no")

    with pytest.raises(CourseError, match=r"test_cases\.py:\d+: the reference of `double` raised ValueError: no"):
        draw_cases(declare(broken), 0, "sheet")


def test_an_input_outside_the_domain_is_the_courses_fault():
    with pytest.raises(CourseError, match="outside the check's own domain"):
        draw_cases(declare(domain=lambda x: bool((x > 100).all())), 0, "sheet")


def test_strict_is_tighter():
    loose, tight = draw_cases(declare(), 0, "s"), draw_cases(declare(strict=True), 0, "s")
    assert np.max(tight[0].accepted[0].allowed) < 1e-7 * np.max(loose[0].accepted[0].allowed)


def test_a_check_needs_a_title_and_something_to_judge_by():
    with pytest.raises(CourseError, match="needs either reference= or holds="):
        check("f")(lambda draw: {})
    with pytest.raises(CourseError, match="needs a docstring"):
        check("f", reference=abs)(lambda draw: {})
