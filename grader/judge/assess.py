"""What is asked of a function on one case, and whether the outcome is accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from grader.judge.case import Accepted, Case
from grader.judge.compare import Mismatch, as_array, mismatch
from grader.judge.failures import failure_of
from grader.judge.form import ODD_FAULTS, of_numbers
from grader.judge.gradients import gradient_mismatch
from grader.judge.mistakes import Mistake
from grader.records import Argument, Call, Mode, Outcome, Returned

# Says what is wrong with an answer in words, or None if nothing is: `holds(*arguments, answer)`.
Property = Callable[..., str | None]


class Sketch(Protocol):
    """Accepted answers on simpler arguments, quickly: allowed errors as wide as the original case's at least."""

    def __call__(self, arguments: Mapping[str, Argument], original: Case) -> tuple[Accepted, ...] | None:
        """None where the arguments are no allowed input."""


@dataclass(frozen=True, slots=True)
class Carried:
    """How an answer is judged given the student's own earlier function, where the rubric carries errors forward."""

    words: str
    call: Callable[[Case], Call]
    accept: Callable[[Case, Any], tuple[Accepted, ...] | None]


@dataclass(frozen=True, slots=True)
class ValueCheck:
    """What is judged: `function`, on `cases`, by comparison with what they accept or by `holds`.

    `build` turns an argument as it is sent into what a reference takes (a generator, a function, an array).
    `within` are seconds a call may take, where the sheet asks for a complexity.
    """

    function: str
    cases: tuple[Case, ...]
    build: Callable[[Argument], Any]
    sketch: Sketch
    mistakes: tuple[Mistake, ...] = ()
    holds: Property | None = None
    mode: Mode = Mode.VALUE
    within: float | None = None
    carried: Carried | None = None
    # With the first round and those for errors carried forward and halts, within the twelve that a dialogue has.
    shrinking_rounds: int = 8
    # Prepared inputs to fall back on, from small to large, where a counterexample must be the same for everyone.
    simpler: Callable[[], Sequence[Case]] | None = None

    def arguments(self, case: Case) -> dict[str, Any]:
        """The arguments as a reference takes them."""
        return {name: self.build(value) for name, value in case.arguments.items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """A case on which the answer is not accepted."""

    case: Case
    outcome: Outcome
    message: str


def call_of(check: ValueCheck, case: Case) -> Call:
    return Call(check.function, tuple(case.arguments.values()), check.mode, case.cotangent)


def assess(check: ValueCheck, case: Case, outcome: Outcome) -> Finding | None:
    """None if the outcome is accepted."""
    if not isinstance(outcome, Returned):
        return Finding(case, outcome, failure_of(outcome).message)
    found = _complaint(check, case, outcome)
    return None if found is None else Finding(case, outcome, found.message)


def follows(check: ValueCheck, case: Case, own: Outcome, outcome: Outcome) -> bool:
    """Whether the outcome is right given what the student's own earlier function came to."""
    if check.carried is None or not isinstance(own, Returned) or not isinstance(outcome, Returned):
        return False
    accepted = check.carried.accept(case, own.value)
    return accepted is not None and assess(check, replace(case, accepted=accepted), outcome) is None


def _complaint(check: ValueCheck, case: Case, returned: Returned) -> Mismatch | None:
    if returned.modified:
        names = list(case.arguments)
        changed = ", ".join(f"`{names[i]}`" for i in returned.modified if i < len(names))
        return Mismatch(f"the function changes its argument {changed} in place")
    if check.within is not None and returned.seconds > check.within:
        return Mismatch(f"the call took {returned.seconds:.1f} s; at most {check.within:g} s are allowed")
    if check.holds is not None:
        message = _violation(check, check.holds, case, returned.value)
        return None if message is None else Mismatch(message)
    found = [_compare(check.mode, returned, case, accepted) for accepted in case.accepted]
    return None if None in found else found[0]


def _violation(check: ValueCheck, holds: Property, case: Case, value: Any) -> str | None:
    """What the property says; a value that it cannot read is none that was asked for."""
    try:
        with np.errstate(all="ignore"):
            return holds(*check.arguments(case).values(), value)
    except ODD_FAULTS:
        if of_numbers(value):
            raise  # the course's own fault: the answer may be right
        return f"the result is {as_array(value)}"


def _compare(mode: Mode, returned: Returned, case: Case, accepted: Accepted) -> Mismatch | None:
    if mode is Mode.GRADIENT:
        return gradient_mismatch(returned, accepted, list(case.arguments.items()))
    return mismatch(returned.value, accepted)
