"""Judging an unbiased estimator whose values are not finitely many: is its mean right, and is it random at all?

With a known range, bets decide (`betting`), in batches that grow fourfold until they do. Without one, a cascade of
three independent z-tests: it fails only if each rejects, so that one heavy tail does not fail an honest estimator.
Either way a failure is confirmed on independent seeds, and what is not decided at the cap is left for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from grader.judge.betting import FALSE_FAIL, Bet, bet
from grader.judge.case import Dialogue
from grader.judge.compare import as_array, show, unfit
from grader.judge.failures import failure_of
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

FIRST_BATCH = 256
BETTING_ROUNDS = 5  # 256 + 1,024 + … draws; as many again to confirm
STAGES = 3
_STAGE_LEVEL = 0.005
_STAGE_DRAWS = 4000
# An "estimate" that hardly varies is the exact value in disguise.
_LEAST_SPREAD = 1e-3


@dataclass(frozen=True, slots=True)
class Estimand:
    """What is estimated: its value, the estimates' range if it is known, and the deviation that matters.

    `margin` and the range are in the unit of `mean`; `spread` is the standard deviation of one right estimate.
    """

    mean: float
    spread: float
    margin: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class EstimatorCase:
    """`arguments` in order; `draws` names the number of estimates, `rng` the generator: both set anew in every call.

    `seeds` are as many as there are calls at most.
    """

    arguments: Mapping[str, Argument]
    draws: str
    rng: str
    estimand: Estimand
    seeds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EstimatorCheck:
    function: str
    case: EstimatorCase
    build: Callable[[Argument], Any]

    @property
    def false_fail(self) -> float:
        """An upper bound on the probability that a correct estimator fails."""
        estimand = self.case.estimand
        bounded = estimand.low is not None and estimand.high is not None
        return FALSE_FAIL**2 if bounded else (_STAGE_LEVEL * 1.5) ** (2 * STAGES)


Look = Generator[Sequence[Call], Sequence[Outcome], "tuple[Bet, str] | Verdict"]


def judge_estimator(check: EstimatorCheck) -> Dialogue:
    """Passes on the first look that confirms the mean; fails only if two independent looks agree."""
    first = yield from _look(check, 0)
    if isinstance(first, Verdict):
        return first
    if first[0] is Bet.FAIL:
        second = yield from _look(check, 1)
        if isinstance(second, Verdict):
            return second
        if second[0] is Bet.FAIL:
            return _failed(check, first[1])
        first = second
    if first[0] is Bet.OPEN:
        return Verdict(
            CheckStatus.UNDECIDED, "the estimates vary too much to decide in the draws allowed: a person decides"
        )
    return Verdict(CheckStatus.PASSED)


def _look(check: EstimatorCheck, number: int) -> Look:
    estimand = check.case.estimand
    if estimand.low is not None and estimand.high is not None:
        return (yield from _betting(check, number, estimand.low, estimand.high))
    return (yield from _cascade(check, number))


def _betting(check: EstimatorCheck, number: int, low: float, high: float) -> Look:
    estimand, width = check.case.estimand, high - low
    drawn = np.zeros(0)
    for turn in range(BETTING_ROUNDS):
        rows = yield from _draw(check, number * BETTING_ROUNDS + turn, FIRST_BATCH * 4**turn)
        if isinstance(rows, Verdict):
            return rows
        drawn = np.concatenate([drawn, rows])
        outside = (drawn < low - 1e-6 * width) | (drawn > high + 1e-6 * width)
        if outside.any():
            return (
                Bet.FAIL,
                f"{show(drawn[np.argmax(outside)])} is no possible estimate: they lie in [{low:g}, {high:g}]",
            )
        unit = np.clip((drawn - low) / width, 0, 1)
        stands = bet(unit, (estimand.mean - low) / width, estimand.margin / width)
        if stands is not Bet.OPEN:
            return _with_spread(stands, drawn, estimand)
    return Bet.OPEN, ""


def _cascade(check: EstimatorCheck, number: int) -> Look:
    estimand = check.case.estimand
    draws = max(_STAGE_DRAWS, int(31 * estimand.spread**2 / estimand.margin**2))
    rejected, message = 0, ""
    for stage in range(STAGES):
        rows = yield from _draw(check, number * BETTING_ROUNDS + stage, draws)
        if isinstance(rows, Verdict):
            return rows
        error = rows.std(ddof=1) / np.sqrt(draws)
        score = (rows.mean() - estimand.mean) / error if error > 0 else np.inf
        stands, words = _with_spread(Bet.PASS, rows, estimand)
        if stands is Bet.FAIL:
            return stands, words
        if abs(score) < -ndtri(_STAGE_LEVEL / 2):
            return Bet.PASS, ""
        rejected += 1
        message = (
            f"the mean of {draws} estimates is {show(rows.mean())} ± {show(error)}, expected {show(estimand.mean)}"
        )
    return (Bet.FAIL, message) if rejected == STAGES else (Bet.OPEN, "")


def _with_spread(stands: Bet, drawn: Array, estimand: Estimand) -> tuple[Bet, str]:
    if drawn.std() < _LEAST_SPREAD * estimand.spread:
        return Bet.FAIL, "the estimates do not vary: the exact value, not an estimate of it"
    words = f"the mean of {len(drawn)} estimates is {show(drawn.mean())}, expected {show(estimand.mean)}"
    return stands, words if stands is Bet.FAIL else ""


def _draw(
    check: EstimatorCheck, turn: int, count: int
) -> Generator[Sequence[Call], Sequence[Outcome], Array | Verdict]:
    """One batch of `count` estimates, and the same seed once more on the first batch of all."""
    arguments = {**check.case.arguments, check.case.draws: count, check.case.rng: RngArg(check.case.seeds[turn])}
    calls = [Call(check.function, tuple(arguments.values()))] * (2 if turn == 0 else 1)
    outcomes = yield calls
    broken = next((outcome for outcome in outcomes if not isinstance(outcome, Returned)), None)
    if broken is not None:
        return failure_of(broken)
    values = [outcome.value for outcome in outcomes if isinstance(outcome, Returned)]
    samples = [as_array(value) for value in values]
    for value, sample in zip(values, samples, strict=True):
        if isinstance(sample, str):
            words = unfit(value, sample, f"an array of shape ({count},)")
            return Verdict(CheckStatus.FAILED, f"the result {words}")
        if sample.shape != (count,):
            return Verdict(CheckStatus.FAILED, f"the result has shape {sample.shape}, expected ({count},)")
        if not np.isfinite(sample).all():
            return Verdict(CheckStatus.FAILED, "some estimates are not finite")
    if not all(np.array_equal(samples[0], sample) for sample in samples):
        words = "the same seed gave other estimates: randomness must come from `rng` alone"
        return Verdict(CheckStatus.FAILED, words)
    return np.asarray(samples[0], dtype=np.float64)


def _failed(check: EstimatorCheck, message: str) -> Verdict:
    case = check.case
    arguments = {**case.arguments, case.draws: FIRST_BATCH, case.rng: RngArg(case.seeds[0])}
    return Verdict(
        CheckStatus.FAILED,
        message,
        counterexample=Counterexample(
            call=check.function,
            arguments={name: plain(value) for name, value in arguments.items()},
            got=None,
            expected=unsigned(case.estimand.mean),
            paste=paste(check.function, arguments),
        ),
    )
