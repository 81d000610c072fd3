"""Small inputs prepared for a check, from small to large: the first that fails is everyone's counterexample.

They are found as a student's would be: every listed mistake and every trivial answer is judged by the check itself,
and the smallest input that refutes it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from grader.course.assignment import AnyCheck, Prepared, PreparedQuestion
from grader.course.cases import accept, cotangent_of
from grader.course.question import Arguments, Check
from grader.course.rehearsal import Actor, outcome_of
from grader.errors import CourseError
from grader.judge.assess import ValueCheck
from grader.judge.case import MAX_ROUNDS, Case, Regime
from grader.judge.shrink import BATCH, size
from grader.judge.values import judge_values
from grader.judge.wording import plain
from grader.records import Call

_LARGE = 10_000  # numbers in one input, from which on a rehearsal takes longer than it tells


def with_common_examples(prepared: PreparedQuestion) -> PreparedQuestion:
    """The question with the same counterexamples for everyone, as a kit has them."""
    checks = zip(prepared.question.checks, prepared.checks, strict=True)
    return replace(prepared, checks=tuple(_with_simpler(check, one) for check, one in checks))


def _with_simpler(check: AnyCheck, prepared: Prepared) -> Prepared:
    """They are prepared when something first fails."""
    if not isinstance(prepared, ValueCheck) or not isinstance(check, Check) or check.holds is not None:
        return prepared
    found = cache(lambda: simpler_cases(check, prepared))
    return replace(prepared, simpler=found, shrinking_rounds=1)


def simpler_cases(check: Check, prepared: ValueCheck) -> tuple[Case, ...]:
    """At most one round of inputs, distinct, from small to large, with what the reference answers on them."""
    small = replace(prepared, cases=tuple(case for case in prepared.cases if size(case.arguments)[0] <= _LARGE))
    found: dict[str, Arguments] = {}
    for actor, name_it in _actors(check) if small.cases else ():
        arguments = _refuted_by(small if name_it else replace(small, mistakes=()), actor)
        if arguments is not None:
            found.setdefault(repr(plain(dict(arguments))), arguments)
    ordered = sorted(found.values(), key=size)[:BATCH]
    return tuple(case for arguments in ordered if (case := _case(check, arguments)) is not None)


def _actors(check: Check) -> Iterator[tuple[Actor, bool]]:
    """Those who answer wrongly, and whether what they do has a name that their input must tell."""
    for mistake in check.mistakes:
        if mistake.answer is not None:
            yield Actor(mistake.answer, check.gradients), True
    for answer in _trivial(check):
        yield Actor(answer, check.gradients), False


def _trivial(check: Check) -> Iterator[Any]:
    """What is wrong in ways that nobody lists: a constant, a scaled, shifted, negated answer, one in wrong shape."""
    right = check.references[0]
    yield lambda *_: 0.0
    yield lambda *arguments: _each(right(*arguments), lambda array: array * 0.0)
    yield lambda *arguments: _each(right(*arguments), lambda array: array * 2.0)
    yield lambda *arguments: _each(right(*arguments), lambda array: array + 1.0)
    yield lambda *arguments: _each(right(*arguments), lambda array: -array)
    yield lambda *arguments: _each(right(*arguments), lambda array: array[..., None])


def _each(answer: Any, change: Any) -> Any:
    if isinstance(answer, tuple):
        return tuple(_each(item, change) for item in answer)
    return change(np.asarray(answer, dtype=np.float64))


def _refuted_by(prepared: ValueCheck, actor: Actor) -> Arguments | None:
    """The input of the counterexample that this answer is given; None if it is accepted, or never comes back."""
    dialogue, asked = judge_values(prepared), list[Call]()
    try:
        calls = next(dialogue)
        for _ in range(MAX_ROUNDS):
            asked += calls
            calls = dialogue.send([outcome_of(actor, call) for call in calls])
    except StopIteration as done:
        example = done.value.counterexample
        return None if example is None else _asked_with(prepared, asked, example.arguments)
    return None


def _asked_with(prepared: ValueCheck, asked: list[Call], shown: Arguments) -> Arguments | None:
    """The call's own arguments behind those that are shown."""
    names = list(prepared.cases[0].arguments)
    for call in reversed(asked):
        arguments = dict(zip(names, call.arguments, strict=True))
        if {name: plain(value) for name, value in arguments.items()} == shown:
            return arguments
    return None


def _case(check: Check, arguments: Arguments) -> Case | None:
    try:
        accepted = accept(check, arguments)
    except CourseError:
        return None  # the reference is not defined on it
    return Case(arguments, Regime.PLAIN, accepted, cotangent=cotangent_of(check, accepted[0].answer))
