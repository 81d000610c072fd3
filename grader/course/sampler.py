"""How a function that samples is declared: what its rows are distributed like, and the mistakes to name.

@sampler("score_estimates", draws="m", support=lambda beta, m, rng: (rows, probabilities))
def estimates(draw):
    '''single-sample score-function estimates'''
    return {"beta": draw.probability(), "m": 1024, "rng": draw.generator()}
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import numpy as np

from grader.course.blame import where
from grader.course.cases import DRAWN, build, inputs_of
from grader.course.question import Arguments, Inputs
from grader.course.signature import Given, agree, agree_mistakes
from grader.errors import CourseError
from grader.judge.case import Regime
from grader.judge.draw import Draw, trial_rng
from grader.judge.rounding import allowed_error, as_answer
from grader.judge.samplers import CALLS, SamplerCase, SamplerCheck, SamplerMistake
from grader.judge.support import FiniteSupport
from grader.judge.target import Target
from grader.records import Array, RngArg

Support = Callable[..., tuple[Array, Array]]
_PLAIN, _MIXED = 1, 3


@dataclass(eq=False)
class Sampler:
    """One check of a function that samples; filled while the bank is imported, then only read.

    Attributes:
        function: what the student must define.
        draw: the inputs of one trial by parameter name, in order; one of them `draw.generator()`.
        id: unique within a question; the function's name unless given.
        title: what the student reads.
        draws: the parameter that says how many rows to return.
        target: the distribution of a row, given the arguments.
        reference: a correct sampler, which validation tries.
    """

    function: str
    draw: Callable[[Draw], Arguments]
    id: str
    title: str
    draws: str
    target: Callable[..., Target]
    reference: Callable[..., Any] | None = None
    edge_inputs: list[Inputs] = field(default_factory=list)
    mistakes: list[SamplerMistake] = field(default_factory=list)

    def edges(self, *inputs: Inputs) -> None:
        """Named inputs that every correct answer must get right."""
        self.edge_inputs.extend(inputs)

    def add_mistake(self, words: str, answer: Callable[..., Any]) -> None:
        """`answer(*arguments)` is the support (rows and probabilities), or the target, of the mistaken sampler."""
        self.mistakes.append(SamplerMistake(words, target=_targeting(answer)))

    def add_symptom(self, words: str, seen: Callable[[Mapping[str, Any], Any], bool]) -> None:
        """`seen(arguments, rows)` recognises the mistake in a sample `(N, d)`."""
        self.mistakes.append(SamplerMistake(words, seen=seen))


def sampler(
    function: str,
    *,
    draws: str,
    support: Support | None = None,
    target: Callable[..., Target] | None = None,
    reference: Callable[..., Any] | None = None,
    id: str | None = None,  # noqa: A002 - the rubric's word for it
) -> Callable[[Callable[[Draw], Arguments]], Sampler]:
    """Declares a check of a sampler by the finite support of its rows, or by another target."""

    def declare(draw: Callable[[Draw], Arguments]) -> Sampler:
        title = inspect.getdoc(draw)
        chosen = support or target
        if not title or chosen is None or (support and target):
            message = f"the check of `{function}` needs a docstring and either support= or target="
            raise CourseError(message, *where(draw))
        return Sampler(
            function,
            draw,
            id or function,
            title.removesuffix("."),
            draws,
            _targeting(chosen),
            reference,
        )

    return declare


def _targeting(declared: Callable[..., Any]) -> Callable[..., Target]:
    @wraps(declared)
    def target(*arguments: Any) -> Target:
        return _target(declared, arguments)

    return target


def _target(declared: Callable[..., Any], arguments: tuple[Any, ...]) -> Target:
    """A finite support is given as rows and probabilities; its allowed errors follow from its formula."""
    found = declared(*arguments)
    if not isinstance(found, tuple):
        target: Target = found
        return target
    rows, probabilities = found
    answer = as_answer(rows)
    allowed = allowed_error(lambda *values: declared(*values)[0], arguments, answer)
    count = len(probabilities)
    return FiniteSupport(
        rows=np.asarray(answer).reshape(count, -1),
        probabilities=np.asarray(probabilities),
        allowed=np.asarray(allowed).reshape(count, -1),
        shape=np.shape(rows)[1:],
    )


def prepare_sampler(check: Sampler, seed: int, assignment: str) -> SamplerCheck:
    """The cases under this seed.

    Raises:
        CourseError: an input cannot be drawn, or lacks the generator.
    """
    inputs: list[tuple[Regime, Inputs, str]] = [(Regime.PLAIN, check.draw, DRAWN)] * _PLAIN
    inputs += [(Regime.EDGE, one, f"edge {number}") for number, one in enumerate(check.edge_inputs, 1)]
    inputs += [(Regime.MIXED, check.draw, DRAWN)] * _MIXED
    cases = tuple(
        _case(check, regime, (one, words), trial_rng(seed, assignment, check.id, trial))
        for trial, (regime, one, words) in enumerate(inputs)
    )
    agree_mistakes(check.function, tuple(cases[0].arguments), ((one.words, one.target) for one in check.mistakes))
    return SamplerCheck(check.function, cases, build, tuple(check.mistakes))


def _case(check: Sampler, regime: Regime, given: tuple[Inputs, str], rng: np.random.Generator) -> SamplerCase:
    inputs, words = given
    arguments = inputs_of(inputs, Draw(rng, regime))
    agree(
        check.function,
        check.draw,
        [one for one in (check.reference, check.target) if one is not None],
        [Given(words, inputs, tuple(arguments))],
    )
    generators = [name for name, value in arguments.items() if isinstance(value, RngArg)]
    rows = arguments.get(check.draws)
    if len(generators) != 1 or not isinstance(rows, int):
        message = f"the inputs of `{check.function}` need one draw.generator() and a whole number {check.draws!r}"
        raise CourseError(message, *where(check.draw))
    target = check.target(*(build(value) for value in arguments.values()))
    return SamplerCase(
        arguments=arguments,
        rng=generators[0],
        draws=rows,
        target=target,
        seeds=tuple(int(number) for number in rng.integers(2**31, size=2 * CALLS)),
    )
