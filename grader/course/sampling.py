"""Validating checks of samplers: honest ones pass, mistaken ones are named, and error rates are as stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.course.rehearsal import Actor, raised_by, rehearse
from grader.judge.samplers import CALLS, SamplerCase, SamplerCheck, SamplerMistake
from grader.judge.target import Target
from grader.records import CheckStatus, RngArg

# The level at which few simulations can confirm that honest samplers are rarely suspected.
_LOOSE = 0.05


@dataclass(frozen=True, slots=True)
class Surviving:
    """On how many of a check's trials a mistake is accepted, and whether it is refused by its own name."""

    words: str
    survived: int
    of: int
    named: bool
    raised: str = ""  # what the mistake's own code raises, and where


def honest_sampler(check: SamplerCheck) -> Actor:
    """Draws from the declared targets themselves."""
    return _drawing(check, lambda case: case.target)


def named_mistakes(prepared: Sequence[SamplerCheck]) -> Iterator[Surviving]:
    """Each mistake with a distribution of its own, tried on every seed; symptoms have none to try."""
    for index, mistake in enumerate(prepared[0].mistakes):
        if mistake.target is None:
            continue
        verdicts = [rehearse(one, _mistaken(one, one.mistakes[index])) for one in prepared]
        survived = sum(verdict.status is CheckStatus.PASSED for verdict in verdicts)
        named = all(verdict.misconception == mistake.words for verdict in verdicts)
        yield Surviving(mistake.words, survived, len(verdicts), named, "" if named else _raised(mistake, prepared[0]))


def _raised(mistake: SamplerMistake, check: SamplerCheck) -> str:
    assert mistake.target is not None
    arguments = [check.build(value) for value in check.cases[0].arguments.values()]
    fault = raised_by(mistake.target, arguments)
    return f"it raised {fault}" if fault else ""


def error_rate_faults(check: SamplerCheck, simulations: int) -> Iterator[str]:
    """Honest batches are suspected at the loose level no more often than it says (four standard errors)."""
    rng = np.random.default_rng(0)
    for number, case in enumerate(check.cases if simulations else ()):
        suspected = sum(
            bool(case.target.suspicions([case.target.sample(rng, case.draws) for _ in range(CALLS)], _LOOSE))
            for _ in range(simulations)
        )
        most = _LOOSE * simulations + 4 * np.sqrt(_LOOSE * (1 - _LOOSE) * simulations)
        if suspected > most:
            share = suspected / simulations
            yield f"case {number}: honest samples are suspected in {share:.1%} of runs at a level of {_LOOSE:.0%}"


def _mistaken(check: SamplerCheck, mistake: SamplerMistake) -> Actor:
    def target(case: SamplerCase) -> Target:
        assert mistake.target is not None
        return mistake.target(*(check.build(value) for value in case.arguments.values()))

    return _drawing(check, target)


def _drawing(check: SamplerCheck, target: Any) -> Actor:
    """A sampler of `target(case)`; the case is recognised by its arguments besides the generator."""
    by_text = {_text(check.build(value) for value in _others(case)): case for case in check.cases}

    def answer(*arguments: Any) -> Any:
        rng = next(value for value in arguments if isinstance(value, np.random.Generator))
        case = by_text[_text(value for value in arguments if value is not rng)]
        return target(case).sample(rng, case.draws).reshape(case.draws, *case.target.shape)

    return Actor(answer)


def _others(case: SamplerCase) -> list[Any]:
    return [value for value in case.arguments.values() if not isinstance(value, RngArg)]


def _text(values: Any) -> str:
    # A function argument is another object in every call: its place in the list is enough.
    return repr([value if not callable(value) else "function" for value in values])
