"""How an unbiased estimator is declared: what it estimates, and the deviation that matters.

@estimator("reparameterised_gradient", draws="m", estimand=lambda mu, m, rng: Estimand(mean=…, spread=…, margin=…))
def gradient_estimates(draw):
'''pathwise gradient estimates'''
return {"mu": draw.normal(), "m": 1, "rng": draw.generator()}
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from grader.course.blame import where
from grader.course.cases import DRAWN, build, inputs_of
from grader.course.question import Arguments
from grader.course.signature import Given, agree
from grader.errors import CourseError
from grader.judge.case import Regime
from grader.judge.draw import Draw, trial_rng
from grader.judge.estimators import BETTING_ROUNDS, Estimand, EstimatorCase, EstimatorCheck
from grader.records import RngArg


@dataclass(frozen=True, eq=False)
class Estimator:
    """One check of an estimator; `draws` names the parameter that says how many estimates to return."""

    function: str
    draw: Callable[[Draw], Arguments]
    id: str
    title: str
    draws: str
    estimand: Callable[..., Estimand]
    reference: Callable[..., Any] | None = None

    def add_mistake(self, words: str, answer: Callable[..., Any]) -> None:
        """Estimators have no mistakes to name: their values are not finitely many."""
        raise self.fault(f"a mistake cannot be named for the estimator `{self.function}`: {words!r}, {answer}")

    def add_symptom(self, words: str, seen: Callable[[Mapping[str, Any], Any], bool]) -> None:
        """Likewise."""
        raise self.fault(f"a symptom cannot be named for the estimator `{self.function}`: {words!r}, {seen}")

    def fault(self, message: str) -> CourseError:
        return CourseError(message, *where(self.draw))


def estimator(
    function: str,
    *,
    draws: str,
    estimand: Callable[..., Estimand],
    reference: Callable[..., Any] | None = None,
    id: str | None = None,  # noqa: A002 - the rubric's word for it
) -> Callable[[Callable[[Draw], Arguments]], Estimator]:
    """Declares a check of an estimator by its mean, to within a margin."""

    def declare(draw: Callable[[Draw], Arguments]) -> Estimator:
        title = inspect.getdoc(draw)
        if not title:
            message = f"the check of `{function}` needs a docstring: it is what the student reads"
            raise CourseError(message, *where(draw))
        return Estimator(function, draw, id or function, title.removesuffix("."), draws, estimand, reference)

    return declare


def prepare_estimator(check: Estimator, seed: int, assignment: str) -> EstimatorCheck:
    """The case under this seed.

    Raises:
        CourseError: the inputs lack the generator or the number of draws.
    """
    rng = trial_rng(seed, assignment, check.id, 0)
    arguments = inputs_of(check.draw, Draw(rng, Regime.PLAIN))
    functions = [one for one in (check.reference, check.estimand) if one is not None]
    agree(check.function, check.draw, functions, [Given(DRAWN, check.draw, tuple(arguments))])
    generators = [name for name, value in arguments.items() if isinstance(value, RngArg)]
    if len(generators) != 1 or check.draws not in arguments:
        raise check.fault(f"the inputs of `{check.function}` need one draw.generator() and {check.draws!r}")
    estimand = check.estimand(*(build(value) for value in arguments.values()))
    seeds = tuple(int(number) for number in rng.integers(2**31, size=2 * BETTING_ROUNDS))
    return EstimatorCheck(check.function, EstimatorCase(arguments, check.draws, generators[0], estimand, seeds), build)
