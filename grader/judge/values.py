"""Judging a function by its values: the dialogue of every check that compares with a reference or a property."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from grader.judge.assess import Carried, Finding, ValueCheck, assess, call_of, follows
from grader.judge.case import Accepted, Case, Dialogue, Regime
from grader.judge.domain import Domain, learn
from grader.judge.failures import failure_of
from grader.judge.form import ODD_FAULTS
from grader.judge.gradients import loss_weights
from grader.judge.mistakes import Answered, Recognised, explains, recognise, recognise_halt
from grader.judge.shrink import BATCH, Arguments, candidates, size
from grader.judge.wording import paste, plain, unsigned
from grader.records import (
    Array,
    Call,
    CheckStatus,
    Counterexample,
    Mode,
    NotRun,
    Outcome,
    Raised,
    Returned,
    Stopped,
    Verdict,
)

Step = Generator[Sequence[Call], Sequence[Outcome], "Finding | None"]


def judge_values(check: ValueCheck) -> Dialogue:
    """Asks for all cases at once, then for simpler inputs if any failed; names the mistake and the smallest input."""
    outcomes = yield [call_of(check, case) for case in check.cases]
    seconds = sum(getattr(outcome, "seconds", 0.0) for outcome in outcomes)
    findings, right = _sorted(check, outcomes)
    if not findings:
        return Verdict(CheckStatus.PASSED, seconds=seconds)
    if check.carried is not None and (yield from _follow(check, check.carried, findings)):
        return Verdict(CheckStatus.PASSED, check.carried.words, seconds=seconds)
    recognised = recognise(check.mistakes, _wrong(check, findings), right) or _halted(check, findings, right)
    # A named mistake is shown where it has a value: elsewhere it may well raise.
    shown = [one for one in findings if isinstance(one.outcome, Returned)] if recognised else []
    worst = min(shown or findings, key=_simplicity)
    smallest = (yield from _shrunk(check, worst, recognised)) or worst
    return replace(_verdict(check, findings, smallest, recognised), seconds=seconds)


def _follow(
    check: ValueCheck, carried: Carried, findings: Sequence[Finding]
) -> Generator[Sequence[Call], Sequence[Outcome], bool]:
    """Whether every failing answer is right given the student's own earlier function."""
    outcomes = yield [carried.call(finding.case) for finding in findings]
    return all(
        follows(check, finding.case, own, finding.outcome) for finding, own in zip(findings, outcomes, strict=True)
    )


def _shrunk(check: ValueCheck, worst: Finding, recognised: Recognised | None) -> Step:
    """The simplest input found on which the answer fails in the same way; None if none is simpler."""
    too_slow = check.within is not None and getattr(worst.outcome, "seconds", 0.0) > check.within
    if too_slow or not isinstance(worst.outcome, Returned | Raised):
        return None
    domain = learn([case.arguments for case in check.cases])
    best: Finding | None = None
    for _ in range(check.shrinking_rounds):
        tried = _prepared(check, best or worst) if check.simpler else _drawn(check, domain, best or worst, worst)
        if not tried:
            return best
        outcomes = yield [call_of(check, case) for case in tried]
        failing = [
            finding
            for case, outcome in zip(tried, outcomes, strict=True)
            if type(outcome) is type(worst.outcome)
            and (finding := _still_wrong(check, case, outcome, recognised)) is not None
        ]
        if not failing:
            return best
        best = min(failing, key=lambda finding: size(finding.case.arguments))
    return best


def _still_wrong(check: ValueCheck, case: Case, outcome: Outcome, recognised: Recognised | None) -> Finding | None:
    """The finding on a simpler input, if it shows the same. An input on which the course's own code fails is none that
    its author thought of: that must not cost a verdict that the drawn ones have given.
    """
    try:
        finding = assess(check, case, outcome)
        if finding is None or recognised is None:
            return finding
        return finding if explains(recognised.mistake, _wrong(check, [finding]), enough=1) else None
    except ODD_FAULTS:
        return None


def _drawn(check: ValueCheck, domain: Domain, current: Finding, worst: Finding) -> list[Case]:
    """Simpler inputs than the current one, as the reference answers them."""
    return [
        replace(current.case, arguments=arguments, accepted=accepted, cotangent=_cotangent(check, accepted))
        for arguments in islice(_simpler(current.case.arguments), BATCH)
        if domain.holds(arguments) and (accepted := _accepted(check, arguments, worst.case)) is not None
    ]


def _accepted(check: ValueCheck, arguments: Arguments, original: Case) -> tuple[Accepted, ...] | None:
    """None where the arguments are no allowed input, or the course's own code cannot tell."""
    try:
        return check.sketch(arguments, original)
    except ODD_FAULTS:
        return None


def _prepared(check: ValueCheck, current: Finding) -> list[Case]:
    """The prepared inputs that are simpler than the current one."""
    assert check.simpler is not None
    return [case for case in check.simpler() if size(case.arguments) < size(current.case.arguments)][:BATCH]


def _cotangent(check: ValueCheck, accepted: Sequence[Accepted]) -> Array | None:
    return loss_weights(accepted[0].answer) if check.mode is Mode.GRADIENT and accepted else None


def _simpler(arguments: Arguments) -> Generator[Arguments]:
    now = size(arguments)
    return (one for one in candidates(arguments) if size(one) < now)


def _sorted(check: ValueCheck, outcomes: Sequence[Outcome]) -> tuple[list[Finding], list[Answered]]:
    """The cases that are not accepted, and the answers that are."""
    findings, right = [], []
    for case, outcome in zip(check.cases, outcomes, strict=True):
        finding = assess(check, case, outcome)
        if finding is not None:
            findings.append(finding)
        elif isinstance(outcome, Returned):
            right.append(Answered(case, check.arguments(case), outcome))
    return findings, right


def _wrong(check: ValueCheck, findings: Sequence[Finding]) -> list[Answered]:
    return [
        Answered(finding.case, check.arguments(finding.case), finding.outcome)
        for finding in findings
        if isinstance(finding.outcome, Returned)
    ]


def _halted(check: ValueCheck, findings: Sequence[Finding], right: Sequence[Answered]) -> Recognised | None:
    """The mistake behind a stopped process, if nothing else went wrong."""
    if not all(isinstance(finding.outcome, Stopped | NotRun) for finding in findings):
        return None
    stops = [
        (check.arguments(finding.case), finding.outcome) for finding in findings if isinstance(finding.outcome, Stopped)
    ]
    return recognise_halt(check.mistakes, stops, right)


def _verdict(
    check: ValueCheck, findings: Sequence[Finding], smallest: Finding, recognised: Recognised | None
) -> Verdict:
    unstable = all(finding.case.regime is Regime.EXTREME for finding in findings)
    if not isinstance(smallest.outcome, Returned):
        verdict = failure_of(smallest.outcome)
        if unstable and verdict.status is CheckStatus.ERROR:
            verdict = replace(verdict, status=CheckStatus.UNSTABLE)
        if recognised is not None and recognised.mistake.halted is not None:
            matched = recognised.matched, recognised.of
            verdict = replace(verdict, misconception=recognised.mistake.words, matched=matched)
        stands = verdict.status is not CheckStatus.MISSING
        return replace(verdict, counterexample=_counterexample(check, smallest) if stands else None)
    return Verdict(
        status=CheckStatus.UNSTABLE if unstable else CheckStatus.FAILED,
        message=f"{smallest.message}; wrong on {len(findings)} of {len(check.cases)} inputs",
        misconception=recognised.mistake.words if recognised else None,
        matched=(recognised.matched, recognised.of) if recognised else None,
        counterexample=_counterexample(check, smallest),
    )


def _simplicity(finding: Finding) -> tuple[int, int, tuple[int, float]]:
    """What ran before what never ran, moderate inputs before extreme ones, small before large."""
    ran = 0 if hasattr(finding.outcome, "seconds") else 1
    return ran, int(finding.case.regime is Regime.EXTREME), size(finding.case.arguments)


def _counterexample(check: ValueCheck, finding: Finding) -> Counterexample:
    case = finding.case
    return Counterexample(
        call=check.function,
        arguments={name: plain(value) for name, value in case.arguments.items()},
        got=_got(check.mode, finding.outcome),
        expected=_expected(check.mode, case),
        paste=paste(check.function, case.arguments),
    )


def _got(mode: Mode, outcome: Outcome) -> Any:
    if not isinstance(outcome, Returned):
        return None
    if mode is Mode.GRADIENT and outcome.gradient is not None:
        return {"value": unsigned(outcome.value), "gradients": unsigned(list(outcome.gradient.gradients))}
    return unsigned(outcome.value)


def _expected(mode: Mode, case: Case) -> Any:
    if not case.accepted:
        return None
    accepted = case.accepted[0]
    if mode is Mode.GRADIENT and accepted.gradients is not None:
        return {"value": unsigned(accepted.answer), "gradients": unsigned(list(accepted.gradients))}
    return unsigned(accepted.answer)
