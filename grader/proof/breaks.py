"""The facts a derivation may use, and how each is broken on purpose to see which steps need it.

A step that is true in every world, but no longer where one fact is false, has used that fact.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Break(StrEnum):
    """How worlds come to violate a fact."""

    WORLD = "world"  # the claim's world builder is given the fact's name and builds a world without it
    LOG = "log"  # the logarithm becomes another concave function, for which no rule of the logarithm holds
    CONCAVITY = "concavity"  # the logarithm becomes its negative: all its rules hold, but it is convex
    DEFINITION = "definition"  # KL, entropies and the claim's own definitions become arbitrary numbers
    ADDITIVITY = "additivity"  # a gradient is rescaled to another norm: still homogeneous, no longer additive
    DERIVATIVE = "derivative"  # every derivative is a multiple of the true one
    SCALING = "scaling"  # the variance is no longer quadratic: it has a term that only whole numbers are free of
    SUMMATION = "summation"  # sums become an aggregate that constants do not leave


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by name; `words` is how a student reads of it ("it uses '…'").

    `names` restricts a broken definition to these (`KL`, `H`, or a definition's name); empty means all of them.
    """

    name: str
    words: str
    breaks: Break = Break.WORLD
    names: tuple[str, ...] = ()


LOG = Fact("log", "a rule of the logarithm", Break.LOG)
CONCAVITY = Fact("concavity", "Jensen: the logarithm is concave", Break.CONCAVITY)
DEFINITION = Fact("definition", "a definition", Break.DEFINITION)
ADDITIVITY = Fact("additivity", "the derivative of a sum is the sum of the derivatives", Break.ADDITIVITY)
DERIVATIVE = Fact("derivative", "a derivative is worked out", Break.DERIVATIVE)
SCALING = Fact("scaling", "a factor leaves a variance squared", Break.SCALING)
SUMMATION = Fact("summation", "a constant leaves a sum", Break.SUMMATION)
# What the builders of finite worlds commonly break themselves.
NORMALISATION = Fact("normalisation", "a distribution sums to one")
BAYES = Fact("bayes", "the product rule (Bayes)")
FACTORISATION = Fact("factorisation", "independence: the distribution factorises")
DENSITY = Fact("density", "the formula of the distribution")

# Of a real number, or of one that carries a derivative in its imaginary part.
Number: TypeAlias = float | complex
Logarithm: TypeAlias = Callable[[Number], Number]


def true_log(t: Number) -> Number:
    """The natural logarithm of a positive number; NaN elsewhere."""
    if not t.real > 0.0:
        return math.nan
    return cmath.log(t) if isinstance(t, complex) else math.log(t)


def negated_log(t: Number) -> Number:
    """Convex, and every rule of the logarithm holds for it."""
    return -true_log(t)


def unruly_log(slope: float, shift: float) -> Logarithm:
    """An increasing concave function without f(ab) = f(a) + f(b); `shift` moves f(1) far to either side of zero."""

    def unruly(t: Number) -> Number:
        if not t.real > 0.0:
            return math.nan
        root = cmath.sqrt(t) if isinstance(t, complex) else math.sqrt(t)
        return slope * (root - 0.2 / (1.3 + t)) + shift

    return unruly
