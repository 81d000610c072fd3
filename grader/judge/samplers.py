"""Judging a function that samples: structure first, then frequencies and independence, then a second seed.

What an honest sampler cannot do (a row off the support, another result for the same seed, the same result for
another seed) fails at once. What is merely unlikely fails only if it happens again on independent seeds, each time
at probability below `LEVEL`: a correct sampler fails a case with probability at most LEVEL².
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.case import Dialogue
from grader.judge.compare import as_array, unfit
from grader.judge.failures import failure_of
from grader.judge.form import ODD_FAULTS
from grader.judge.target import Target
from grader.judge.wording import paste, plain, unsigned
from grader.records import (
    Argument,
    Array,
    Call,
    CheckStatus,
    Counterexample,
    Outcome,
    Returned,
    RngArg,
    Verdict,
)

Seen = Callable[[Mapping[str, Any], Array], bool]

LEVEL = 1e-4
# Calls with seeds of their own in one round of one case; one more repeats the first seed.
CALLS = 6
# A mistake's own frequencies must be this likely for it to be named.
_PLAUSIBLE = 1e-3


@dataclass(frozen=True, slots=True)
class SamplerMistake:
    """What such a student's rows are distributed like instead, or a predicate on arguments and rows."""

    words: str
    target: Callable[..., Target] | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class SamplerCase:
    """`arguments` in order, with the generator's replaced in every call by one of `seeds` (2 · CALLS)."""

    arguments: Mapping[str, Argument]
    rng: str  # which argument is the generator
    draws: int  # rows that a call must return
    target: Target
    seeds: tuple[int, ...]

    def round(self, number: int) -> tuple[int, ...]:
        """The seeds of a round: CALLS of its own, then the first of them again."""
        own = self.seeds[number * CALLS : (number + 1) * CALLS]
        return (*own, own[0])


@dataclass(frozen=True, slots=True)
class SamplerCheck:
    """What is judged; `build` turns an argument as it is sent into what a mistake's target takes."""

    function: str
    cases: tuple[SamplerCase, ...]
    build: Callable[[Argument], Any]
    mistakes: tuple[SamplerMistake, ...] = ()

    @property
    def false_fail(self) -> float:
        """An upper bound on the probability that a correct sampler fails."""
        return len(self.cases) * LEVEL**2


@dataclass(frozen=True, slots=True)
class _Finding:
    case: SamplerCase
    message: str
    sample: Array | None = None
    certain: bool = True


def judge_sampler(check: SamplerCheck) -> Dialogue:
    """Two rounds at most: all cases, then on fresh seeds those that look suspicious."""
    outcomes = yield [call for case in check.cases for call in _calls(check, case, 0)]
    seconds = sum(getattr(outcome, "seconds", 0.0) for outcome in outcomes)
    broken = next((outcome for outcome in outcomes if not isinstance(outcome, Returned)), None)
    if broken is not None:
        verdict = failure_of(broken)
        return Verdict(verdict.status, verdict.message, seconds=seconds)
    findings = [
        finding
        for case, group in zip(check.cases, _grouped(outcomes), strict=True)
        if (finding := _assess(case, group)) is not None
    ]
    for finding in findings:
        if not finding.certain:
            again = yield _calls(check, finding.case, 1)
            finding = _confirmed(finding, again)  # noqa: PLW2901 - the finding as it stands after the second look
        if finding is not None:
            return _failed(check, finding, seconds)
    return Verdict(CheckStatus.PASSED, seconds=seconds)


def _calls(check: SamplerCheck, case: SamplerCase, number: int) -> list[Call]:
    return [
        Call(check.function, tuple({**case.arguments, case.rng: RngArg(seed)}.values())) for seed in case.round(number)
    ]


def _grouped(outcomes: Sequence[Outcome]) -> list[Sequence[Outcome]]:
    return [outcomes[start : start + CALLS + 1] for start in range(0, len(outcomes), CALLS + 1)]


def _assess(case: SamplerCase, outcomes: Sequence[Outcome]) -> _Finding | None:
    samples: list[Array] = []
    for outcome in outcomes:
        assert isinstance(outcome, Returned)
        rows = _rows(case, outcome)
        if isinstance(rows, str):
            return _Finding(case, rows)
        samples.append(rows)
    *batches, repeated = samples
    if not np.array_equal(batches[0], repeated, equal_nan=True):
        return _Finding(case, "the same seed gave other draws: randomness must come from `rng` alone", batches[0])
    if case.draws > 1 and all(np.array_equal(batches[0], batch, equal_nan=True) for batch in batches[1:]):
        pooled = batches[0]
        return _Finding(case, case.target.misfit(pooled) or "every `rng` gave the same draws", pooled)
    pooled = np.concatenate(batches)
    message = case.target.misfit(pooled)
    if message is not None:
        return _Finding(case, message, pooled)
    doubts = case.target.suspicions(batches, LEVEL)
    if doubts:
        return _Finding(case, min(doubts, key=lambda one: one.p).words, pooled, certain=False)
    return None


def _rows(case: SamplerCase, returned: Returned) -> Array | str:
    if returned.modified:
        changed = [name for i, name in enumerate(case.arguments) if i in returned.modified and name != case.rng]
        if changed:
            return f"the function changes its argument `{changed[0]}` in place"
    shape = (case.draws, *case.target.shape)
    array = as_array(returned.value)
    if isinstance(array, str):
        return f"the result {unfit(returned.value, array, f'an array of shape {shape}')}"
    if array.shape != shape:
        return f"the result has shape {array.shape}, expected {shape}"
    return array.reshape(case.draws, -1).astype(np.float64)


def _confirmed(finding: _Finding, outcomes: Sequence[Outcome]) -> _Finding | None:
    """The finding if independent seeds show a fault too; None if it was chance."""
    if not all(isinstance(outcome, Returned) for outcome in outcomes):
        return finding
    return finding if _assess(finding.case, outcomes) is not None else None


def _failed(check: SamplerCheck, finding: _Finding, seconds: float) -> Verdict:
    arguments = {**finding.case.arguments, finding.case.rng: RngArg(finding.case.seeds[0])}
    got = None if finding.sample is None else unsigned(finding.sample[:8].reshape(-1, *finding.case.target.shape))
    named = _recognised(check, finding)
    return Verdict(
        CheckStatus.FAILED,
        message=finding.message,
        misconception=named,
        matched=(1, 1) if named else None,
        counterexample=Counterexample(
            call=check.function,
            arguments={name: plain(value) for name, value in arguments.items()},
            got=got,
            expected=finding.case.target.described(),
            paste=paste(check.function, arguments),
        ),
        seconds=seconds,
    )


def _recognised(check: SamplerCheck, finding: _Finding) -> str | None:
    if finding.sample is None:
        return None
    arguments = {name: check.build(value) for name, value in finding.case.arguments.items()}
    for mistake in check.mistakes:
        if mistake.seen is not None and _shows(mistake.seen, arguments, finding.sample):
            return mistake.words
        if mistake.target is not None and _fits(mistake.target(*arguments.values()), finding.sample):
            return mistake.words
    return None


def _shows(seen: Seen, arguments: Mapping[str, Any], sample: Array) -> bool:
    """Whether the symptom shows; one that fails on draws that are not finite recognises nothing."""
    try:
        with np.errstate(all="ignore"):
            return bool(seen(arguments, sample))
    except ODD_FAULTS:
        if np.isfinite(sample).all():
            raise  # the course's own fault, which its validation meets as well
        return False


def _fits(target: Target, sample: Array) -> bool:
    return target.misfit(sample) is None and not target.suspicions([sample], _PLAUSIBLE)
