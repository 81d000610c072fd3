"""An expression and a world give a value, or `Undefined`: a value of its own kind that agrees with nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

import numpy as np

from grader.proof.evaluating import applications, arithmetic, distributions, divergences, expectations, slopes, sums
from grader.proof.evaluating.scope import Clock, Code, Compiler, Meaning, Refused, Scope
from grader.proof.syntax import Node, Vocabulary
from grader.proof.world import Instance, Meaningless, Value

_ROOMS: Final = (arithmetic, applications, sums, distributions, expectations, divergences, slopes)
_RULES: Final[Mapping[type[Node], Callable[[Any, Compiler], Code]]] = {
    kind: rule for room in _ROOMS for kind, rule in room.RULES.items()
}


class Why(Enum):
    """Why there is no value."""

    ARITHMETIC = "arithmetic"  # a logarithm of a negative number, 0/0, an infinite value
    MEANINGLESS = "meaningless"  # the line names what the claim does not have
    REFUSED = "refused"  # it means something that is not judged here


@dataclass(frozen=True, slots=True)
class Undefined:
    """No value, and why, in words for the student."""

    why: Why = Why.ARITHMETIC
    reason: str = "undefined: the logarithm of a number that is not positive, a division by zero, or an infinite value"


Outcome: TypeAlias = Value | Undefined


class Evaluator:
    """Compiles expressions of one claim, each once, and evaluates them. A `scope.Compiler`."""

    def __init__(self, vocabulary: Vocabulary, meanings: Iterable[Meaning] = ()) -> None:
        self.vocabulary = vocabulary
        self.meanings: Mapping[str, Meaning] = {meaning.definition.name: meaning for meaning in meanings}
        self._codes: dict[Node, Code] = {}

    def code(self, node: Node) -> Code:
        """What evaluates the expression.

        Raises:
            Meaningless, Refused: the expression is nothing that has a value here, or that can be judged.
        """
        if node not in self._codes:
            self._codes[node] = _RULES[type(node)](node, self)
        return self._codes[node]

    def value(self, node: Node, instance: Instance, clock: Clock) -> Outcome:
        """The value of an expression in a world: a real number or vector, or `Undefined`.

        Raises:
            TimeUp: the clock has run out.
        """
        clock.look()
        with np.errstate(all="ignore"):
            try:
                value = self.code(node)(Scope(instance, clock))
            except OverflowError:
                return Undefined()
            except IndexError:
                return Undefined(Why.MEANINGLESS, "a value or an index stands here that is out of range")
            except Meaningless as problem:
                return Undefined(Why.MEANINGLESS, str(problem))
            except Refused as problem:
                return Undefined(Why.REFUSED, str(problem))
            except RecursionError:
                return Undefined(Why.REFUSED, "the expression is nested too deeply to be judged")
        found = value.real
        return found if np.all(np.isfinite(found)) else Undefined()
