"""What course code raises becomes one sentence at its own innermost line; what is ours passes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course.assignment import prepare_check
from grader.course.blame import blamed, is_own, raised
from grader.course.question import check
from grader.errors import CourseError, SandboxError
from grader.judge.draw import Draw

HERE = Path(__file__)


def misspelt() -> None:
    Draw(np.random.default_rng(0)).distributon(3)  # type: ignore[attr-defined]


def unnamed() -> None:
    nmupy = np
    str((nmpy, nmupy))  # type: ignore[name-defined]  # noqa: F821


def inside_a_library() -> None:
    np.linalg.inv(np.zeros((2, 2)))


def line_of(function: Callable[..., Any], offset: int) -> int:
    return inspect.getsourcelines(function)[1] + offset


@pytest.mark.parametrize(
    ("function", "offset", "words"),
    [
        (
            misspelt,
            1,
            "AttributeError: 'Draw' object has no attribute 'distributon' (did you mean 'distribution'?)",
        ),
        (unnamed, 2, "NameError: name 'nmpy' is not defined (did you mean 'nmupy'?)"),
        (inside_a_library, 1, "LinAlgError: Singular matrix"),
    ],
)
def test_names_the_innermost_line_of_the_course(function: Callable[[], None], offset: int, words: str) -> None:
    with pytest.raises(CourseError) as caught, blamed(None, "while drawing: "):
        function()
    assert caught.value.message == f"while drawing: {words}"
    assert (caught.value.path, caught.value.line) == (HERE, line_of(function, offset))


def test_a_course_error_without_a_place_gets_one() -> None:
    with pytest.raises(CourseError, match="no such thing") as caught, blamed():
        raise CourseError("no such thing")
    assert caught.value.path == HERE
    with pytest.raises(CourseError) as caught, blamed():
        raise CourseError("elsewhere", Path("rubric.yaml"), 3)
    assert (caught.value.path, caught.value.line) == (Path("rubric.yaml"), 3)


def test_a_fault_of_the_grader_is_not_the_courses() -> None:
    with pytest.raises(SandboxError), blamed(misspelt):
        raise SandboxError("died")


def test_a_call_that_does_not_fit_is_at_the_function_called() -> None:
    """No frame of the course is in the traceback then: the grader makes the call."""

    def without_draw() -> dict[str, Any]:
        """a title"""
        return {"x": 1.0}

    declared = check("f", reference=abs)(without_draw)  # type: ignore[arg-type]
    with pytest.raises(CourseError, match=r"the cases of `f` cannot be drawn: TypeError: .*0 positional") as caught:
        prepare_check(declared, 0, "sheet")
    assert (caught.value.path, caught.value.line) == (HERE, line_of(without_draw, 0))


def test_what_is_the_courses_own() -> None:
    assert is_own(misspelt.__code__)
    assert not is_own(Draw.size.__code__)
    assert not is_own(np.linalg.inv.__wrapped__.__code__)
    assert not is_own(inspect.getsource.__code__)
    assert not is_own(compile("1", "<string>", "eval"))


def test_no_suggestion_where_nothing_is_near() -> None:
    assert raised(NameError("name 'q' is not defined", name="q")) == "NameError: name 'q' is not defined"
    assert raised(AssertionError()) == "AssertionError"
