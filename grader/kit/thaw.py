"""What `freeze` wrote, as the records that the pipeline judges by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from grader.course.frozen import Frozen
from grader.errors import GraderError
from grader.judge.assess import ValueCheck
from grader.judge.case import Accepted, Case, Regime
from grader.judge.estimators import Estimand, EstimatorCase, EstimatorCheck
from grader.judge.gaussian import Gaussian
from grader.judge.mistakes import Mistake, in_single
from grader.judge.samplers import SamplerCase, SamplerCheck, SamplerMistake
from grader.judge.support import FiniteSupport
from grader.judge.symptoms import NAMED, FiniteWhere, Gives
from grader.judge.target import Target
from grader.kit.tables import Table, as_sent, key, untold
from grader.kit.values import unpacked
from grader.records import Mode


def thawed(data: Mapping[str, Any]) -> Frozen:
    """The check.

    Raises:
        GraderError: the data are none of a check.
    """
    try:
        prepared = _KINDS[data["kind"]](data)
        gradients = True if data.get("mode") == Mode.GRADIENT else None
        return Frozen(data["id"], data["function"], data["title"], prepared, gradients)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise GraderError(f"no check of a kit: {type(error).__name__}: {error}") from error


def _values(data: Mapping[str, Any]) -> ValueCheck:
    cases, simpler = ([_case(one) for one in data[name]] for name in ("cases", "simpler"))
    every = [*cases, *simpler]
    return ValueCheck(
        function=data["function"],
        cases=tuple(cases),
        build=as_sent,
        sketch=lambda arguments, original: None,  # noqa: ARG005 - there is no reference to ask
        mistakes=tuple(_mistake(one, every) for one in data["mistakes"]),
        mode=Mode(data["mode"]),
        within=data["within"],
        shrinking_rounds=1,
        simpler=lambda: simpler,
    )


def _case(data: Mapping[str, Any]) -> Case:
    return Case(
        arguments=_arguments(data["arguments"]),
        regime=Regime(data["regime"]),
        accepted=tuple(_accepted(one) for one in data["accepted"]),
        cotangent=unpacked(data["cotangent"]),
    )


def _arguments(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: unpacked(value) for name, value in data.items()}


def _accepted(data: Mapping[str, Any]) -> Accepted:
    gradients, allowed = unpacked(data.get("gradients")), unpacked(data.get("gradients_allowed"))
    return Accepted(unpacked(data["answer"]), unpacked(data["allowed"]), gradients, allowed or ())


def _mistake(data: Mapping[str, Any], cases: Sequence[Case]) -> Mistake:
    if "seen" in data:
        return Mistake(data["words"], seen=NAMED[data["seen"]])
    inputs = [{name: as_sent(value) for name, value in case.arguments.items()} for case in cases]
    if "infinite" in data:
        known = {key(one.values()): value for one, value in zip(inputs, data["infinite"], strict=True)}
        return Mistake(data["words"], seen=FiniteWhere(Table(known, bool)))
    if "gradients" in data:
        told = zip(inputs, data["gradients"], strict=True)
        entries = {key(one.values()): unpacked(value) for one, value in told if value is not None}
        return Mistake(data["words"], seen=Gives(Table(entries, tuple)))
    pairs = list(zip(inputs, data["values"], strict=True))
    single = {key(in_single(one).values()): unpacked(value[-1]) for one, value in pairs}
    double = {key(one.values()): unpacked(value[0]) for one, value in pairs}
    return Mistake(data["words"], answer=Table(single | double, untold))


def _sampler(data: Mapping[str, Any]) -> SamplerCheck:
    cases = tuple(
        SamplerCase(_arguments(one["arguments"]), one["rng"], one["draws"], _target(one["target"]), tuple(one["seeds"]))
        for one in data["cases"]
    )
    inputs = [list(case.arguments.values()) for case in cases]
    mistakes = tuple(
        SamplerMistake(one["words"], target=_targets(inputs, map(_target, one["targets"]))) for one in data["mistakes"]
    )
    return SamplerCheck(data["function"], cases, as_sent, mistakes)


def _targets(inputs: Iterable[Sequence[Any]], targets: Iterable[Target]) -> Table:
    return Table({key(one): target for one, target in zip(inputs, targets, strict=True)}, untold)


def _target(data: Mapping[str, Any]) -> Target:
    if "mean" in data:
        return Gaussian(unpacked(data["mean"]), unpacked(data["covariance"]))
    rows, probabilities, allowed = (unpacked(data[name]) for name in ("rows", "probabilities", "allowed"))
    return FiniteSupport(rows, probabilities, allowed, tuple(data["shape"]))


def _estimator(data: Mapping[str, Any]) -> EstimatorCheck:
    estimand = Estimand(**{name: unpacked(value) for name, value in data["estimand"].items()})
    arguments = _arguments(data["arguments"])
    case = EstimatorCase(arguments, data["draws"], data["rng"], estimand, tuple(data["seeds"]))
    return EstimatorCheck(data["function"], case, as_sent)


_KINDS: Mapping[str, Any] = {"values": _values, "sampler": _sampler, "estimator": _estimator}
