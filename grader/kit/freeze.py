"""A check of a course as data: its cases, the accepted answers, and the value of every listed mistake on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.course.assignment import AnyCheck, Prepared
from grader.course.question import Check
from grader.course.simpler import simpler_cases
from grader.errors import GraderError
from grader.judge.assess import ValueCheck
from grader.judge.case import Accepted, Answer, Case
from grader.judge.estimators import EstimatorCheck
from grader.judge.formulas import UNDEFINED
from grader.judge.gaussian import Gaussian
from grader.judge.mistakes import Mistake, answer_of, in_single
from grader.judge.rounding import as_answer
from grader.judge.samplers import SamplerCase, SamplerCheck, SamplerMistake
from grader.judge.shrink import size
from grader.judge.support import FiniteSupport
from grader.judge.symptoms import NAMED, FiniteWhere, Gives
from grader.judge.target import Target
from grader.kit.values import packed

# Numbers in the inputs of one check: more would make a kit of many megabytes.
MOST_NUMBERS = 50_000


def frozen(check: AnyCheck, prepared: Prepared) -> dict[str, Any] | str:
    """The check as JSON, or in words why it can only be judged at grading."""
    common = {"id": check.id, "function": check.function, "title": check.title}
    try:
        match prepared:
            case ValueCheck():
                assert isinstance(check, Check)
                return _refusal(prepared) or common | _values(check, prepared)
            case SamplerCheck():
                return common | _sampler(prepared)
            case EstimatorCheck():
                return common | _estimator(prepared)
    except GraderError as error:
        return str(error)


def _refusal(prepared: ValueCheck) -> str:
    """Why its verdicts cannot be looked up; "" where they can."""
    if prepared.holds is not None:
        return "several answers are right: a property decides"
    numbers = sum(size(case.arguments)[0] for case in prepared.cases)
    return f"its inputs are long: {numbers:,} numbers" if numbers > MOST_NUMBERS else ""


def _values(check: Check, prepared: ValueCheck) -> dict[str, Any]:
    simpler = simpler_cases(check, prepared)
    every = [*prepared.cases, *simpler]
    return {
        "kind": "values",
        "mode": prepared.mode.value,
        "within": prepared.within,
        "cases": [_case(case) for case in prepared.cases],
        "simpler": [_case(case) for case in simpler],
        "mistakes": [data for mistake in check.mistakes if (data := _mistake(mistake, prepared, every)) is not None],
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "regime": case.regime.value,
        "arguments": _arguments(case.arguments),
        "accepted": [_accepted(accepted) for accepted in case.accepted],
        "cotangent": packed(case.cotangent),
    }


def _arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: packed(value) for name, value in arguments.items()}


def _accepted(accepted: Accepted) -> dict[str, Any]:
    data = {"answer": packed(accepted.answer), "allowed": packed(accepted.allowed)}
    if accepted.gradients is None:
        return data
    gradients, allowed = tuple(accepted.gradients), tuple(accepted.gradients_allowed)
    return data | {"gradients": packed(gradients), "gradients_allowed": packed(allowed)}


def _mistake(mistake: Mistake, prepared: ValueCheck, cases: Sequence[Case]) -> dict[str, Any] | None:
    """None where it is recognised by code alone: it is named at grading."""
    if mistake.answer is not None:
        return {"words": mistake.words, "values": [_both(mistake, prepared.arguments(case)) for case in cases]}
    if isinstance(mistake.seen, Gives):
        told = [_given(mistake.seen, prepared.arguments(case)) for case in cases]
        return {"words": mistake.words, "gradients": told}
    if isinstance(mistake.seen, FiniteWhere):
        seen = mistake.seen
        return {
            "words": mistake.words,
            "infinite": [bool(seen.infinite(*prepared.arguments(case).values())) for case in cases],
        }
    name = next((name for name, seen in NAMED.items() if seen is mistake.seen), None)
    return None if name is None else {"words": mistake.words, "seen": name}


def _both(mistake: Mistake, arguments: Mapping[str, Any]) -> list[Any]:
    """Its value in double and in single precision: naive formulas overflow elsewhere in each."""
    answers = (answer_of(mistake, arguments), answer_of(mistake, in_single(arguments)))
    double, single = (None if answer is None else packed(_plain(answer)) for answer in answers)
    return [double] if single == double else [double, single]


def _plain(answer: Answer) -> Answer:
    """Without the numbers' own classes: an answer of objects has no form as data."""
    return tuple(map(_plain, answer)) if isinstance(answer, tuple) else np.asarray(answer)


def _given(seen: Gives, arguments: Mapping[str, Any]) -> Any:
    try:
        with np.errstate(all="ignore"):
            return packed(as_answer(seen.gradient(*arguments.values())))
    except UNDEFINED:
        return None


def _sampler(prepared: SamplerCheck) -> dict[str, Any]:
    return {
        "kind": "sampler",
        "cases": [_sampler_case(case) for case in prepared.cases],
        "mistakes": list(_sampler_mistakes(prepared)),
    }


def _sampler_case(case: SamplerCase) -> dict[str, Any]:
    return {
        "arguments": _arguments(case.arguments),
        "rng": case.rng,
        "draws": case.draws,
        "target": _target(case.target),
        "seeds": list(case.seeds),
    }


def _target(target: Target) -> dict[str, Any]:
    """The rows that can come, and how often; or the parameters of a normal distribution."""
    if isinstance(target, FiniteSupport):
        return {
            "rows": packed(target.rows),
            "probabilities": packed(target.probabilities),
            "allowed": packed(target.allowed),
            "shape": list(target.shape),
        }
    if isinstance(target, Gaussian):
        return {"mean": packed(target.mean), "covariance": packed(target.covariance)}
    raise GraderError(f"a {type(target).__name__} has no form as data")


def _sampler_mistakes(prepared: SamplerCheck) -> Iterator[dict[str, Any]]:
    for mistake in prepared.mistakes:
        if mistake.target is not None:
            yield {"words": mistake.words, "targets": [_mistaken(mistake, prepared, one) for one in prepared.cases]}


def _mistaken(mistake: SamplerMistake, prepared: SamplerCheck, case: SamplerCase) -> dict[str, Any]:
    assert mistake.target is not None
    return _target(mistake.target(*(prepared.build(value) for value in case.arguments.values())))


def _estimator(prepared: EstimatorCheck) -> dict[str, Any]:
    case = prepared.case
    bounds = {name: getattr(case.estimand, name) for name in ("mean", "spread", "margin", "low", "high")}
    return {
        "kind": "estimator",
        "arguments": _arguments(case.arguments),
        "draws": case.draws,
        "rng": case.rng,
        "estimand": {name: packed(None if value is None else float(value)) for name, value in bounds.items()},
        "seeds": list(case.seeds),
    }
