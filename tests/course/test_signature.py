"""The keys of inputs against the parameters they are passed to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.cases import draw_cases
from grader.course.estimator import estimator, prepare_estimator
from grader.course.question import Check, check, mistake
from grader.course.sampler import prepare_sampler, sampler
from grader.course.signature import Signature, signature_of
from grader.errors import CourseError
from grader.judge.estimators import Estimand

HERE = Path(__file__)
SOURCE = HERE.read_text(encoding="utf-8").splitlines()


def line_with(mark: str) -> int:
    return next(number for number, line in enumerate(SOURCE, 1) if line.rstrip().endswith(f"# {mark}"))


def two(a: Any, b: Any) -> Any:
    return a - b


def declare(reference: Callable[..., Any] = two) -> Check:
    @check("two", reference=reference)
    def drawn(draw: Any) -> dict[str, Any]:
        """a difference"""
        return {"a": draw.normal(), "b": draw.normal()}

    return drawn


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["a", "b"], None),
        (["b", "a"], "the keys b, a are not in the order of two(a, b), and they are passed by position"),
        (["b", "c"], "the key 'c' is no parameter of two(a, b) (did you mean 'a'?)"),
        (["a", "prob"], "the key 'prob' is no parameter of two(a, b) (did you mean 'b'?)"),
        (["a"], "the key 'b' is missing: two(a, b) needs it"),
        (["a", "b", "c"], "the key 'c' is no parameter of two(a, b)"),
    ],
)
def test_says_which_key(keys: list[str], words: str | None) -> None:
    signature = signature_of(two)
    assert signature is not None
    assert signature.complaint(keys) == words


def test_defaults_may_be_left_out_but_not_skipped() -> None:
    signature = signature_of(lambda x, axis=0, keep=True: (x, axis, keep))
    assert signature is not None
    assert signature.complaint(["x"]) is None
    assert signature.complaint(["x", "axis"]) is None
    assert signature.complaint(["x", "keep"]) is not None


def test_more_arguments_may_have_any_names() -> None:
    signature = signature_of(lambda q, *others: (q, others))
    assert signature is not None
    assert str(signature) == "lambda(q, *args)"
    assert signature.complaint(["q", "whatever", "else"]) is None
    assert signature.complaint(["p", "q"]) is not None


def test_an_unused_parameter_keeps_its_name() -> None:
    assert signature_of(lambda x, _i: x) == Signature("lambda", ("x", "i"), 2, more=False)
    assert signature_of(partial(two, b=1)) == Signature("two", ("a",), 1, more=False)


@pytest.mark.parametrize("function", [np.cumsum, np.exp, len])
def test_a_librarys_names_are_not_the_sheets(function: Callable[..., Any]) -> None:
    assert signature_of(function) is None


@given(st.permutations(["a", "b", "c"]))
def test_only_the_order_of_the_signature_will_do(keys: list[str]) -> None:
    signature = Signature("f", ("a", "b", "c"), 3, more=False)
    assert (signature.complaint(keys) is None) == (keys == ["a", "b", "c"]) == (signature.exchanged(keys) is None)


# --------------------------------------------------------------------------- where it is checked


def test_an_edge_with_another_name_is_refused_at_its_line() -> None:
    declared = declare()
    declared.edges(
        {"a": 1.0, "b": 2.0},
        {"b": 1.0, "c": 2.0},  # the wrong edge
    )
    with pytest.raises(CourseError, match="edge 2 of `two`: the key 'c' is no parameter") as caught:
        draw_cases(declared, 0, "sheet")
    assert (caught.value.path, caught.value.line) == (HERE, line_with("the wrong edge"))


def test_an_extreme_that_is_drawn_is_refused_where_it_is_drawn() -> None:
    declared = declare()
    declared.extremes(lambda draw: {"a": 1e6, "bb": draw.normal()})  # the wrong extreme
    with pytest.raises(CourseError, match=r"extreme 1 of `two`.*did you mean 'b'") as caught:
        draw_cases(declared, 0, "sheet")
    assert caught.value.line == line_with("the wrong extreme")


def test_a_draw_in_another_order_is_refused() -> None:
    with pytest.raises(CourseError, match="the draw of `two`: the keys a, b are not in the order of lambda"):
        draw_cases(declare(lambda b, a: a - b), 0, "sheet")


def test_every_convention_is_compared() -> None:
    declared = declare((two, lambda x, y: x - y))  # type: ignore[arg-type]
    with pytest.raises(CourseError, match="'a' is no parameter of lambda"):
        draw_cases(declared, 0, "sheet")


def test_a_mistake_that_takes_one_input_for_another() -> None:
    declared = declare()
    mistake(declared, "renamed")(lambda x, *_rest: x)
    draw_cases(declared, 0, "sheet")

    @mistake(declared, "the sum")
    def total(b: Any, a: Any) -> Any:
        return a + b

    with pytest.raises(CourseError, match="the mistake 'the sum' of `two`: its parameter 'b' is given 'a'") as caught:
        draw_cases(declared, 0, "sheet")
    assert caught.value.path == HERE


def test_samplers_and_estimators_are_compared_with_what_they_declare() -> None:
    def drawn(draw: Any) -> dict[str, Any]:
        """coins"""
        return {"m": 8, "rng": draw.generator()}

    coin = sampler("coin", draws="m", support=lambda n, rng: (np.array([0.0, 1.0]), np.array([0.5, 0.5])))(drawn)
    with pytest.raises(CourseError, match=r"the key 'm' is no parameter of lambda\(n, rng\) \(did you mean 'n'\?\)"):
        prepare_sampler(coin, 0, "sheet")
    fair = sampler("coin", draws="m", support=lambda m, rng: (np.array([0.0, 1.0]), np.array([0.5, 0.5])))(drawn)
    mistake(fair, "biased")(lambda rng, m: (np.array([0.0, 1.0]), np.array([0.3, 0.7])))
    with pytest.raises(CourseError, match="the mistake 'biased' of `coin`"):
        prepare_sampler(fair, 0, "sheet")
    mean = estimator("mean", draws="m", estimand=lambda rng, m: Estimand(0.0, 1.0, 0.1))(drawn)  # type: ignore[arg-type]
    with pytest.raises(CourseError, match="the keys m, rng are not in the order"):
        prepare_estimator(mean, 0, "sheet")
