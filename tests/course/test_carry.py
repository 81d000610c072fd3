"""Errors carried forward: what the course declares is tried before it decides over a student."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.course.assignment import prepare
from grader.course.carry import carry_of, tied
from grader.course.course import load_course
from grader.course.question import carried, check, halt
from grader.course.sampler import sampler
from grader.course.validate import Effort, validate_check
from grader.errors import CourseError

SMALL = Path(__file__).parents[1] / "linear_algebra"
BANK, RUBRIC = "assignments/bank/vectors.py", "rubric.yaml"
DECLARED = '@carried(residual, "project", "A", "b")'
QUICK = Effort(seeds=1, mistake_seeds=1)


@pytest.fixture
def root(tmp_path):
    return Path(shutil.copytree(SMALL, tmp_path / "course"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return next(number for number, line in enumerate(text.splitlines(), 1) if old.splitlines()[0] in line)


def residual(root):
    return load_course(root).assignment("sheet1").questions[3].checks[0]


def faults(root):
    return [fault.words for fault in validate_check("4/residual", residual(root), "sheet1", None, QUICK).faults]


# --------------------------------------------------------------------------- what is refused when the course is read


def test_an_earlier_function_that_the_sheet_does_not_ask_for(root):
    line = edit(root / BANK, DECLARED, DECLARED.replace("project", "projct"))
    with pytest.raises(CourseError, match=r"unknown earlier function 'projct' \(did you mean 'project'\?\)") as caught:
        residual(root)
    assert (caught.value.path, caught.value.line) == (root / BANK, line)


def test_a_check_does_not_build_on_itself(root):
    edit(root / BANK, DECLARED, DECLARED.replace('"project"', '"residual"'))
    with pytest.raises(CourseError, match="unknown earlier function 'residual'"):
        residual(root)


def test_an_argument_that_the_check_has_not(root):
    line = edit(root / BANK, DECLARED, DECLARED.replace('"A"', '"a"'))
    sheet = load_course(root).assignment("sheet1")
    with pytest.raises(CourseError, match=r"builds on `project`: unknown argument 'a' \(did you mean 'A'") as caught:
        prepare(sheet.questions[3], 0, sheet)
    assert (caught.value.path, caught.value.line) == (root / BANK, line)


def test_nothing_to_carry(root):
    points = "          points: 8\n          checks:\n            project: 4"
    line = edit(root / RUBRIC, points, points.replace("checks", "carry_forward: true\n          checks"))
    with pytest.raises(CourseError, match="question 1 has nothing to carry: no check of it is @carried") as caught:
        load_course(root).assignment("sheet1")
    assert (caught.value.path, caught.value.line) == (root / RUBRIC, line + 1)


def test_a_check_may_be_carried_in_one_sheet_and_not_in_another(root):
    """Without `carry_forward` it does not matter whether the sheet asks for the earlier function."""
    edit(root / RUBRIC, "          carry_forward: true\n", "")
    edit(root / BANK, DECLARED, DECLARED.replace("project", "elsewhere"))
    assert residual(root).carry.earlier is None
    assert faults(root) == []


def test_what_is_no_check_of_values_carries_nothing():
    @sampler("coins", draws="m", support=lambda m, rng: (np.array([0.0, 1.0]), np.array([0.5, 0.5])))
    def coins(draw):
        """coins"""
        return {"m": 1024, "rng": draw.generator()}

    @check("even", holds=lambda x, answer: None)
    def even(draw):
        """a property"""
        return {"x": draw.normal(3)}

    @check("loss", reference=np.sum, gradients=np.ones_like)
    def loss(draw):
        """gradients"""
        return {"x": draw.tensor(draw.normal(3))}

    for given, words in (
        (coins, "@carried needs a check of values, not the sampler of `coins`"),
        (np, "@carried needs a check of values, not a module"),
        (even, "without gradients=, which that of `even` is not"),
        (loss, "without gradients=, which that of `loss` is not"),
    ):
        with pytest.raises(CourseError, match=rf"test_carry\.py:\d+: .*{words}"):
            carried(given, "earlier", "x")(lambda own, x: own)
    with pytest.raises(CourseError, match=r"@halt needs a check of values, not the sampler of `coins`"):
        halt(coins, "never ends")(lambda arguments, stopped, right: True)


# --------------------------------------------------------------------------- what validation finds


def test_a_sound_one(root):
    assert faults(root) == []


def test_what_is_carried_wrongly(root):
    edit(root / BANK, "return b - own", "return b + own")
    words = "what is @carried from the reference's own `project` is not the right answer on 32 of 32 trials"
    assert words in faults(root)


def test_what_only_single_precision_shows():
    @check("total", reference=np.sum)
    def total(draw):
        """a sum"""
        return {"x": draw.normal(draw.size(2, 5))}

    @check("cancelled", reference=lambda x: x[0] * 1.0)
    def cancelled(draw):
        """the first number"""
        return {"x": draw.normal(draw.size(2, 5))}

    carried(cancelled, "total", "x")(lambda own, x: x[0] * 1.0 + float(own.dtype == np.float32))
    (words,) = [
        fault.words for fault in validate_check("1/f", tied(cancelled, [total, cancelled]), "s", None, QUICK).faults
    ]
    assert "own `total` in single precision is not the right answer" in words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("return b - own", "return b - own.value", "AttributeError"),
        ("return b - own", "return b - wn", "NameError"),
        ("return b - own", "return b - own[len(b)]", "IndexError"),
        ("return b - own", "return b - own[None, :, :]", "IndexError"),
        ("return b - own", "return b - own @ np.ones(9)", "ValueError"),
    ],
)
def test_a_slip_is_said_at_its_line(root, old, new, words):
    line = edit(root / BANK, old, new)
    with pytest.raises(CourseError, match=words) as caught:
        faults(root)
    assert (caught.value.path, caught.value.line) == (root / BANK, line)


def test_a_function_of_other_parameters(root):
    edit(root / BANK, "(own: Any, A: Any, b: Any)", "(own: Any, b: Any)")
    with pytest.raises(CourseError, match="takes 2 positional arguments but 3 were given"):
        faults(root)


def test_an_earlier_reference_that_takes_other_arguments(root):
    edit(root / BANK, DECLARED, '@carried(residual, "project", "b")')
    (words,) = {words.partition(": ")[2] for words in faults(root)}
    assert words.startswith("`project` raised TypeError: ")


# --------------------------------------------------------------------------- what a student's value may cause


def accepts(root, own):
    declared = residual(root)
    sheet = load_course(root).assignment("sheet1")
    case = prepare(sheet.questions[3], 0, sheet).checks[0].cases[0]
    return carry_of(declared).accept(case, own)


@pytest.mark.parametrize("own", [np.zeros(7), np.zeros((2, 3, 7)), None, "text"])
def test_a_value_that_does_not_fit_is_nothing_to_go_on_from(root, own):
    assert accepts(root, own) is None


def test_a_slip_of_the_course_is_no_students_loss(root):
    edit(root / BANK, "return b - own", "return b - own @ np.ones(9)")
    with pytest.raises(ValueError, match="matmul"):
        accepts(root, np.zeros(4))


def test_a_slip_on_a_path_that_only_students_take(root):
    edit(root / BANK, "return b - own", "return b - own if own.any() else own.nothing")
    with pytest.raises(AttributeError):
        accepts(root, np.zeros(4))


def test_without_an_earlier_reference_the_student_s_value_is_taken_to_be_the_cause(root):
    declared = residual(root)
    alone = replace(declared, carry=replace(declared.carry, earlier=None))
    sheet = load_course(root).assignment("sheet1")
    case = prepare(sheet.questions[3], 0, sheet).checks[0].cases[0]
    assert carry_of(alone).accept(case, np.zeros(7)) is None
