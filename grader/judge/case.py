"""One trial of a check: inputs, accepted answers, and how far an answer may be from them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grader.records import Argument, Array, Call, Outcome, Verdict

# A judge asks for calls, is sent their outcomes, may ask again, and returns its verdict.
Dialogue = Generator[Sequence[Call], Sequence[Outcome], Verdict]
MAX_ROUNDS = 12

# An answer as it is compared: an array, or a tuple of answers where the sheet asks for several things.
Answer = Array | tuple["Answer", ...]


class Regime(StrEnum):
    """Where the inputs of a trial come from."""

    PLAIN = "plain"  # Gaussian, all sizes 4: a wrong axis keeps its shape
    EDGE = "edge"  # named by the instructor
    MIXED = "mixed"  # random shapes and scales
    EXTREME = "extreme"  # where only a stable formula survives: wrong here alone is "unstable"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A right answer, under one convention, and the allowed absolute error of each of its numbers."""

    answer: Answer
    allowed: Answer
    gradients: tuple[Array, ...] | None = None  # one a leaf
    gradients_allowed: tuple[Array, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """`counts` is false where the allowed error is so wide that hardly any answer could fail."""

    arguments: Mapping[str, Argument]
    regime: Regime
    accepted: tuple[Accepted, ...] = ()
    counts: bool = True
    cotangent: Array | None = None  # ∂L/∂result, where a gradient is judged and the result is no scalar
