"""Judging a function by its values: the dialogue of every check that compares with a reference or a property."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.judge.case import Case, Regime
from grader.judge.compare import Mismatch, mismatch
from grader.judge.failures import failure_of
from grader.judge.gradients import gradient_mismatch
from grader.judge.mistakes import Mistake, Wrong, recognise
from grader.judge.wording import paste, plain
from grader.records import (
    Argument,
    Call,
    CheckStatus,
    Counterexample,
    Mode,
    Outcome,
    Returned,
    Verdict,
)

Dialogue = Generator[Sequence[Call], Sequence[Outcome], Verdict]
# Says what is wrong with an answer in words, or None if nothing is: `holds(*arguments, answer)`.
Property = Callable[..., str | None]


@dataclass(frozen=True, slots=True)
class ValueCheck:
    """What is judged: `function`, on `cases`, by comparison with what they accept or by `holds`.

    `build` turns an argument as it is sent into what a reference takes (a generator, a function, an array).
    `within` are seconds a call may take, where the sheet asks for a complexity.
    """

    function: str
    cases: tuple[Case, ...]
    build: Callable[[Argument], Any]
    mistakes: tuple[Mistake, ...] = ()
    holds: Property | None = None
    mode: Mode = Mode.VALUE
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A case on which the answer is not accepted."""

    case: Case
    outcome: Outcome
    message: str


def judge_values(check: ValueCheck) -> Dialogue:
    """Asks for all cases at once; the verdict names the simplest failing input and the mistake behind it."""
    outcomes = yield [_call(check, case) for case in check.cases]
    seconds = sum(getattr(outcome, "seconds", 0.0) for outcome in outcomes)
    findings = [
        finding
        for case, outcome in zip(check.cases, outcomes, strict=True)
        if (finding := _assess(check, case, outcome)) is not None
    ]
    if not findings:
        return Verdict(CheckStatus.PASSED, seconds=seconds)
    return replace(_verdict(check, findings), seconds=seconds)


def _call(check: ValueCheck, case: Case) -> Call:
    return Call(check.function, tuple(case.arguments.values()), check.mode)


def _assess(check: ValueCheck, case: Case, outcome: Outcome) -> Finding | None:
    if not isinstance(outcome, Returned):
        return Finding(case, outcome, failure_of(outcome, len(check.cases)).message)
    found = _complaint(check, case, outcome)
    return None if found is None else Finding(case, outcome, found.message)


def _complaint(check: ValueCheck, case: Case, returned: Returned) -> Mismatch | None:
    if returned.modified:
        names = list(case.arguments)
        changed = ", ".join(f"`{names[i]}`" for i in returned.modified if i < len(names))
        return Mismatch(f"the function changes its argument {changed} in place")
    if check.within is not None and returned.seconds > check.within:
        return Mismatch(f"the call took {returned.seconds:.1f} s; at most {check.within:g} s are allowed")
    if check.holds is not None:
        arguments = {name: check.build(value) for name, value in case.arguments.items()}
        message = check.holds(*arguments.values(), returned.value)
        return None if message is None else Mismatch(message)
    found = [_compare(check.mode, returned, case, index) for index in range(len(case.accepted))]
    return None if None in found else found[0]


def _compare(mode: Mode, returned: Returned, case: Case, index: int) -> Mismatch | None:
    accepted = case.accepted[index]
    if mode is Mode.GRADIENT:
        return gradient_mismatch(returned, accepted, list(case.arguments.items()))
    return mismatch(returned.value, accepted)


def _verdict(check: ValueCheck, findings: Sequence[Finding]) -> Verdict:
    worst = min(findings, key=_simplicity)
    if not isinstance(worst.outcome, Returned):
        verdict = failure_of(worst.outcome, len(check.cases))
        if _unstable(findings) and verdict.status is CheckStatus.ERROR:
            verdict = replace(verdict, status=CheckStatus.UNSTABLE)
        return replace(verdict, counterexample=_counterexample(check, worst))
    wrong = [
        Wrong(
            finding.case,
            {name: check.build(value) for name, value in finding.case.arguments.items()},
            finding.outcome,
        )
        for finding in findings
        if isinstance(finding.outcome, Returned)
    ]
    recognised = recognise(check.mistakes, wrong)
    status = CheckStatus.UNSTABLE if _unstable(findings) else CheckStatus.FAILED
    return Verdict(
        status=status,
        message=f"{worst.message}; wrong on {len(findings)} of {len(check.cases)} inputs",
        misconception=recognised.words if recognised else None,
        matched=(recognised.matched, recognised.of) if recognised else None,
        counterexample=_counterexample(check, worst),
    )


def _unstable(findings: Sequence[Finding]) -> bool:
    return all(finding.case.regime is Regime.EXTREME for finding in findings)


def _simplicity(finding: Finding) -> tuple[int, int, int]:
    """Moderate inputs before extreme ones, small before large; a stop before what never ran because of it."""
    numbers = sum(getattr(getattr(value, "array", value), "size", 1) for value in finding.case.arguments.values())
    ran = 0 if isinstance(finding.outcome, Returned) or hasattr(finding.outcome, "seconds") else 1
    return ran, int(finding.case.regime is Regime.EXTREME), int(numbers)


def _counterexample(check: ValueCheck, finding: Finding) -> Counterexample:
    case, outcome = finding.case, finding.outcome
    return Counterexample(
        call=check.function,
        arguments={name: plain(value) for name, value in case.arguments.items()},
        got=_got(check.mode, outcome),
        expected=_expected(check.mode, case),
        paste=paste(check.function, case.arguments),
    )


def _got(mode: Mode, outcome: Outcome) -> Any:
    if not isinstance(outcome, Returned):
        return None
    if mode is Mode.GRADIENT and outcome.gradient is not None:
        return {"value": plain(outcome.value), "gradients": plain(list(outcome.gradient.gradients))}
    return plain(outcome.value)


def _expected(mode: Mode, case: Case) -> Any:
    if not case.accepted:
        return None
    accepted = case.accepted[0]
    if mode is Mode.GRADIENT and accepted.gradients is not None:
        return {"value": plain(accepted.answer), "gradients": plain(list(accepted.gradients))}
    return plain(accepted.answer)


def arguments_of(case: Case, build: Callable[[Argument], Any]) -> Mapping[str, Any]:
    """The arguments as a reference takes them."""
    return {name: build(value) for name, value in case.arguments.items()}
