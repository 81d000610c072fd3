"""A course proves itself: its references are accepted, its mistakes refused and named, and no check is idle.

Each finding is a sentence about one check, with what to change; a course without findings grades fairly as far as
its own mathematics can tell.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.course.assignment import AnyCheck, prepare_check
from grader.course.blame import blamed
from grader.course.carry import carry_of
from grader.course.question import Check
from grader.course.rehearsal import Actor, outcome_of, plain_value, raised_by, rehearse
from grader.course.sampling import Surviving, error_rate_faults, honest_sampler, named_mistakes
from grader.judge.assess import ValueCheck, call_of, follows
from grader.judge.case import Accepted, Answer, Case
from grader.judge.compare import mismatch
from grader.judge.estimators import EstimatorCheck
from grader.judge.formulas import UNDEFINED
from grader.judge.mistakes import Mistake, answer_of
from grader.judge.rounding import as_answer
from grader.judge.samplers import SamplerCheck
from grader.records import CheckStatus, Outcome, Raised

# Trials that count, below which a check is too easily passed by luck.
LEAST_COUNTING = 8
FALSE_FAIL = 1e-6
# Numbers in the arguments beyond which the oracle is not asked.
_ORACLE_SIZE = 512
# A sum over 2ⁿ states takes seconds at 256 bits: as many cases are compared as this allows.
_ORACLE_SECONDS = 3.0
# On so many seeds the reference is tried; the rest of the proof runs on a few of them.
SEEDS, MISTAKE_SEEDS, CLAIM_SEEDS = 20, 3, 5


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a check."""

    check: str
    words: str


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found about one check. `margin` is the largest error of a right answer over what was allowed."""

    check: str
    title: str
    faults: tuple[Fault, ...]
    counting: int = 0
    trials: int = 0
    mistakes: tuple[Surviving, ...] = ()
    margin: float | None = None
    oracle: bool = False
    false_fail: float = 0.0
    derivations: bool = False  # `trials` are the listed correct derivations of a claim


@dataclass(frozen=True, slots=True)
class Effort:
    """How many seeds the reference, the mistakes, and the derivations of a claim are tried on."""

    seeds: int = SEEDS
    mistake_seeds: int = MISTAKE_SEEDS
    claim_seeds: int = CLAIM_SEEDS
    simulations: int = 0  # honest batches of a sampler, to confirm its error rate at a looser level


def validate_check(
    name: str, check: AnyCheck, assignment: str, oracle: Callable[..., Any] | None, effort: Effort
) -> Validation:
    """Everything that can be proved about one check without a student; `oracle` computes its value at 256 bits.

    Raises:
        CourseError: the check's own code failed; at its line.
    """
    with blamed(check.draw, f"the check of `{check.function}`: "):
        return _validated(name, check, assignment, oracle, effort)


def _validated(
    name: str, check: AnyCheck, assignment: str, oracle: Callable[..., Any] | None, effort: Effort
) -> Validation:
    faults = [Fault(name, words) for words in _reference_faults(check, assignment, effort)]
    prepared = [prepare_check(check, seed, assignment) for seed in range(effort.mistake_seeds)]
    faults += [Fault(name, words) for one in prepared for words in _trivial_faults(one)]
    found = Validation(name, check.title, ())
    first = prepared[0]
    if isinstance(check, Check) and isinstance(first, ValueCheck):
        counting = min(sum(case.counts for case in one.cases) for one in prepared if isinstance(one, ValueCheck))
        if counting < LEAST_COUNTING and check.references:
            faults.append(Fault(name, f"only {counting} trials count; at least {LEAST_COUNTING} are needed"))
        faults += [Fault(name, words) for words in _carried_faults(check, first)]
        margin, margin_faults = _margin(check, first, oracle)
        survivors = tuple(_survivors(check, [one for one in prepared if isinstance(one, ValueCheck)]))
        faults += [Fault(name, words) for words in (*margin_faults, *_mistake_faults(survivors))]
        found = replace(
            found,
            counting=counting,
            trials=len(first.cases),
            mistakes=survivors,
            margin=margin,
            oracle=margin is not None and oracle is not None,
        )
    elif isinstance(first, SamplerCheck | EstimatorCheck):
        if first.false_fail > FALSE_FAIL:
            faults.append(Fault(name, f"a right sampler fails with probability up to {first.false_fail:.1g}"))
        found = replace(found, false_fail=first.false_fail)
        if isinstance(first, SamplerCheck):
            named = tuple(named_mistakes([one for one in prepared if isinstance(one, SamplerCheck)]))
            found = replace(found, mistakes=named)
            faults += [Fault(name, words) for words in _mistake_faults(named)]
            faults += [Fault(name, words) for words in error_rate_faults(first, effort.simulations)]
    once = Counter((fault.check, fault.words) for fault in faults)
    return replace(found, faults=tuple(Fault(*key) for key in once))


def _reference_faults(check: AnyCheck, assignment: str, effort: Effort) -> Iterator[str]:
    if isinstance(check, Check):
        actors = [Actor(reference, check.gradients) for reference in check.references]
        actors += [] if check.strict else [replace(actor, single=True) for actor in actors]
    else:
        actors = [Actor(check.reference)] if check.reference is not None else []
    for seed in range(effort.seeds):
        prepared = prepare_check(check, seed, assignment)
        honest = [honest_sampler(prepared)] if isinstance(prepared, SamplerCheck) else []
        for actor in (*actors, *honest):
            verdict = rehearse(prepared, actor)
            if verdict.status is not CheckStatus.PASSED:
                kind = "the reference in single precision" if actor.single else "the reference"
                yield f"{kind} is not accepted on seed {seed}: {verdict.message}"


def _carried_faults(check: Check, prepared: ValueCheck) -> Iterator[str]:
    """What does not follow from the reference's own earlier answer, in double and in single precision."""
    carrying = replace(prepared, carried=carry_of(check))
    if carrying.carried is None or check.carry is None or check.carry.earlier is None:
        return
    for kind, single in (("", False),) if check.strict else (("", False), (" in single precision", True)):
        earlier, later = Actor(check.carry.earlier, single=single), Actor(check.references[0], single=single)
        own = [outcome_of(earlier, carrying.carried.call(case)) for case in prepared.cases]
        tried = [
            follows(carrying, case, one, outcome_of(later, call_of(prepared, case)))
            for case, one in zip(prepared.cases, own, strict=True)
        ]
        if not all(tried):
            raised = next((f": `{check.carry.function}` raised {one}" for one in map(_raising, own) if one), "")
            words = f"what is @carried from the reference's own `{check.carry.function}`{kind} is not the right answer"
            yield f"{words} on {tried.count(False)} of {len(tried)} trials{raised}"


def _raising(outcome: Outcome) -> str:
    return f"{outcome.type_name}: {outcome.message}" if isinstance(outcome, Raised) else ""


def _trivial_faults(prepared: ValueCheck | SamplerCheck | EstimatorCheck) -> Iterator[str]:
    for words, answer in trivial_answers(prepared):
        if rehearse(prepared, Actor(answer)).status is CheckStatus.PASSED:
            yield f"the trivial answer {words!r} passes: add an input on which it is wrong"


def trivial_answers(
    prepared: ValueCheck | SamplerCheck | EstimatorCheck,
) -> Sequence[tuple[str, Callable[..., Any]]]:
    """What must earn nothing anywhere."""
    shapes = _shapes(prepared)
    return (
        ("0", lambda *_: 0.0),
        ("1", lambda *_: 1.0),
        ("nan", lambda *_: float("nan")),
        ("empty", lambda *_: np.zeros(0)),
        ("True", lambda *_: True),
        ("False", lambda *_: False),
        ("None", lambda *_: None),
        ("the first argument", lambda *arguments: arguments[0]),
        ("zeros of the right shape", lambda *arguments: _filled(shapes, arguments, 0.0)),
        ("ones of the right shape", lambda *arguments: _filled(shapes, arguments, 1.0)),
    )


def _shapes(prepared: ValueCheck | SamplerCheck | EstimatorCheck) -> dict[str, Any]:
    """The right answer by the text of the arguments: where "the right shape" is looked up."""
    if not isinstance(prepared, ValueCheck):
        return {}
    return {
        repr(list(prepared.arguments(case).values())): case.accepted[0].answer
        for case in prepared.cases
        if case.accepted
    }


def _filled(shapes: dict[str, Any], arguments: Sequence[Any], number: float) -> Any:
    answer = shapes.get(repr(list(arguments)))
    return None if answer is None else plain_value(_like(answer, number))


def _like(answer: Answer, number: float) -> Any:
    if isinstance(answer, tuple):
        return tuple(_like(item, number) for item in answer)
    return np.full(np.shape(answer), number)


def _survivors(check: Check, prepared: Sequence[ValueCheck]) -> Iterator[Surviving]:
    for mistake in check.mistakes:
        if mistake.answer is None:
            continue  # a symptom has no values of its own to try
        verdicts = [rehearse(one, Actor(mistake.answer, check.gradients)) for one in prepared]
        refused = all(verdict.status is not CheckStatus.PASSED for verdict in verdicts)
        named = refused and all(verdict.misconception == mistake.words for verdict in verdicts)
        raised = "" if named else _raised(mistake.answer, prepared)
        counts = [(_survived(mistake, one, case), 1) for one in prepared for case in one.cases if case.accepted]
        yield Surviving(mistake.words, sum(count for count, _ in counts), len(counts), named, raised)


def _raised(answer: Callable[..., Any], prepared: Sequence[ValueCheck]) -> str:
    """What a mistake raises, where, and on how many trials; empty if it raises nothing."""
    every = [(one, case) for one in prepared for case in one.cases]
    faults = [fault for one, case in every if (fault := raised_by(answer, one.arguments(case).values()))]
    return f"it raised {faults[0]} on {len(faults)} of {len(every)} trials" if faults else ""


def _survived(mistake: Mistake, prepared: ValueCheck, case: Case) -> bool:
    answer = answer_of(mistake, prepared.arguments(case))
    return answer is not None and any(mismatch(plain_value(answer), accepted) is None for accepted in case.accepted)


def _mistake_faults(survivors: Sequence[Surviving]) -> Iterator[str]:
    for one in survivors:
        if one.of and one.survived == one.of:
            yield f"the mistake {one.words!r} is accepted: it differs from the reference on no input"
        elif not one.named:
            why = f": {one.raised}" if one.raised else ""
            yield f"the mistake {one.words!r} is not refused by that name on every seed{why}"


def _margin(
    check: Check, prepared: ValueCheck, oracle: Callable[..., Any] | None
) -> tuple[float | None, Sequence[str]]:
    """The largest error of the reference, against the oracle where there is one, over what is allowed; None where
    nothing was compared.
    """
    if not check.references:
        return None, ()
    errors, patience = [], time.monotonic() + _ORACLE_SECONDS
    for case in prepared.cases:
        arguments = list(prepared.arguments(case).values())
        if sum(np.size(value) for value in arguments) > _ORACLE_SIZE or time.monotonic() > patience:
            continue  # minutes at 256 bits, and the formula is the same
        single = [a.astype(np.float32) if isinstance(a, np.ndarray) and not check.strict else a for a in arguments]
        exact = case.accepted[0].answer
        if oracle is not None:
            try:
                exact = as_answer(oracle(*arguments))
            except UNDEFINED as error:
                return None, (f"the oracle raised {type(error).__name__}: {error} on {arguments}",)
        with np.errstate(all="ignore"):
            tried = [as_answer(check.references[0](*arguments)), as_answer(check.references[0](*single))]
        exact = _shaped(exact, case.accepted[0].answer)
        errors += [_error(answer, exact, case.accepted[0]) for answer in tried]
    if not errors:
        return None, ()
    worst = max(errors)
    words = f"a right answer is {worst:.2g} times the allowed error away from the exact value"
    return worst, (words,) if worst > 1 else ()


def _shaped(exact: Answer, like: Answer) -> Answer:
    """Oracles give nested lists: put into the reference's structure."""
    if isinstance(like, tuple):
        return tuple(_shaped(part, item) for part, item in zip(exact, like, strict=True))
    return np.asarray(exact, dtype=np.float64).reshape(like.shape)


def _error(answer: Answer, exact: Answer, accepted: Accepted) -> float:
    if isinstance(exact, tuple):
        allowed = accepted.allowed
        return max((_error(a, e, Accepted(e, w)) for a, e, w in zip(answer, exact, allowed, strict=True)), default=0.0)
    got, want, width = (np.asarray(part, dtype=np.float64) for part in (answer, exact, accepted.allowed))
    finite = np.isfinite(want)
    if not np.array_equal(got[~finite], want[~finite], equal_nan=True):
        return float("inf")
    with np.errstate(all="ignore"):
        share = np.abs(got - want)[finite] / width[finite]
    return float(np.nan_to_num(share, nan=0.0).max(initial=0.0))
