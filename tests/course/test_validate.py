"""Validation accepts a sound course and says what is wrong with an unsound one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.course.course import load_course
from grader.course.oracle import Oracle
from grader.course.question import check, mistake
from grader.course.sampler import sampler
from grader.course.validate import Effort, validate_check

QUICK = Effort(seeds=2, mistake_seeds=2)
SMALL = Path(__file__).parents[1] / "linear_algebra"


def faults(declared, oracle=None, effort=QUICK):
    return [fault.words for fault in validate_check("1/f", declared, "sheet", oracle, effort).faults]


def declare(reference, draw=lambda draw: {"x": draw.normal(draw.size(2, 5))}, **options):
    def inputs(d):
        """a title"""
        return draw(d)

    return check("f", reference=reference, **options)(inputs)


def test_a_sound_course_has_no_faults():
    sheet = load_course(SMALL).assignment("sheet1")
    for question in sheet.questions:
        for one in question.checks:
            assert validate_check(one.id, one, sheet.name, None, QUICK).faults == ()


def test_a_sound_check():
    sound = declare(np.cumsum)
    mistake(sound, "exclusive")(lambda x: np.cumsum(x) - x)
    found = validate_check("1/f", sound, "sheet", lambda x: np.cumsum(x).tolist(), QUICK)
    assert found.faults == ()
    assert found.counting >= 8
    assert found.oracle
    assert 0 < found.margin < 1
    assert [(m.words, m.named) for m in found.mistakes] == [("exclusive", True)]


def test_a_mistake_that_is_none():
    idle = declare(lambda x: x.sum())
    mistake(idle, "no mistake at all")(np.sum)
    assert any(
        "'no mistake at all' is accepted: it differs from the reference on no input" in one for one in faults(idle)
    )


def test_a_mistake_that_another_one_hides():
    hidden = declare(lambda x: x.sum())
    mistake(hidden, "mean")(lambda x: x.mean())
    mistake(hidden, "average")(lambda x: x.mean())
    assert faults(hidden) == ["the mistake 'average' is not refused by that name on every seed"]


def test_a_check_that_a_trivial_answer_passes():
    found = faults(declare(lambda x: np.zeros(x.shape)))
    assert any("trivial answer 'zeros of the right shape' passes" in one for one in found)


def test_a_check_that_returns_its_argument():
    assert any("'the first argument' passes" in one for one in faults(declare(lambda x: x * 1.0)))


def test_a_reference_that_single_precision_cannot_follow():
    """Only doubles can tell: the course must say strict."""
    found = faults(declare(lambda x: x.sum() + float(x.dtype == np.float32)))
    assert any("the reference in single precision is not accepted" in one for one in found)


def test_a_reference_that_the_oracle_refutes():
    found = faults(declare(lambda x: x.sum()), oracle=lambda x: x.sum() + 1)
    assert any("times the allowed error away from the exact value" in one for one in found)


def test_a_margin_of_nothing_is_none():
    """Inputs that are too long for 256 bits: nothing was compared, so nothing is proved."""
    long = declare(np.sort, draw=lambda draw: {"x": draw.normal(600)})
    found = validate_check("1/f", long, "sheet", lambda x: pytest.fail("too long to be asked"), QUICK)
    assert (found.margin, found.oracle) == (None, False)
    found = validate_check("1/f", long, "sheet", None, QUICK)
    assert (found.margin, found.oracle) == (None, False)


def test_an_oracle_that_raises_has_proved_nothing():
    found = validate_check("1/f", declare(np.cumsum), "sheet", lambda x: x.nothing, QUICK)
    assert (found.margin, found.oracle) == (None, False)
    assert any("the oracle raised AttributeError" in fault.words for fault in found.faults)


def test_too_few_trials_count():
    found = faults(declare(np.sin, draw=lambda draw: {"x": draw.normal(3, scale=1e7)}))
    assert any("trials count; at least 8 are needed" in one for one in found)


@pytest.fixture
def coin():
    @sampler("f", draws="m", support=lambda m, rng: (np.array([0.0, 1.0]), np.array([0.5, 0.5])))
    def f(draw):
        """fair coins"""
        return {"m": 1024, "rng": draw.generator()}

    return f


def test_a_sound_sampler(coin):
    mistake(coin, "biased")(lambda m, rng: (np.array([0.0, 1.0]), np.array([0.3, 0.7])))
    found = validate_check("1/f", coin, "sheet", None, Effort(2, 2, simulations=100))
    assert found.faults == ()
    assert found.false_fail <= 1e-6
    assert found.mistakes[0].named


def test_a_sampler_whose_mistake_is_none(coin):
    mistake(coin, "fair")(lambda m, rng: (np.array([1.0, 0.0]), np.array([0.5, 0.5])))
    assert any("'fair'" in one for one in faults(coin))


def test_a_sampler_whose_reference_is_another(coin):
    coin.reference = lambda m, rng: (rng.random(m) < 0.4) * 1.0
    assert any("the reference is not accepted" in one for one in faults(coin))


def test_the_oracle_is_found_by_name(root):
    course = load_course(root)
    oracle = Oracle(root)
    sheet = course.assignment("ss2020_seminar2")
    checks = {one.id: one for question in sheet.questions for one in question.checks}
    assert oracle.of(checks["softmax"])(np.array([0.0, 0.0])) == [0.5, 0.5]
    assert oracle.of(checks["fit"]) is None
    assert Oracle(SMALL).of(load_course(SMALL).assignment("sheet1").questions[0].checks[0]) is None
