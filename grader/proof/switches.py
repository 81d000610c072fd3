"""Indicators, maxima and the like that only tell whether a fact is true.

Such a switch stands still wherever the claim's facts hold, and turns where one is false. With it a member can be the
left side in some worlds and the right side in others, and so move a fact from one step to another without a word of
proof: `a ⟦Σ_z q(z) = 1⟧ + b (1 - ⟦Σ_z q(z) = 1⟧)`. What turns in sound worlds too, as a hinge does, is no such thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import numpy as np

from grader.proof.agreement import agree
from grader.proof.bench import Bench
from grader.proof.evaluating.evaluate import Evaluator
from grader.proof.evaluating.scope import Code, Scope
from grader.proof.normal import normal, parts
from grader.proof.syntax import Absolute, Apply, Exp, Extremum, Indicator, Negative, Node, Number, Power, Product, Sum
from grader.proof.world import Instance, Value

_BROKEN_WORLDS = 4  # of each fact
_MORE_WORLDS = 96  # sound ones, before anything is said against a switch
_SALT = 3000

# How a switch stands: the places of all branches that give its value (several in a tie), or its value.
Stand: TypeAlias = frozenset[float]
# A switch, and what the sums around it have bound.
Place: TypeAlias = tuple[Node, frozenset[tuple[object, float]]]


def telling(bench: Bench, member: Node) -> Node | None:
    """A switch in the member that stands the same way in all sound worlds, and otherwise where a fact is broken.

    Those that the claim's own sides hold do not count.

    Raises:
        TimeUp: the clock has run out.
    """
    watched = _switches(bench, member)
    if not watched:
        return None
    stands = _common([_stands(bench, member, watched, world) for world in bench.gallery.sound])
    turned = {
        place: stand
        for world in _broken(bench)
        for place, stand in _stands(bench, member, watched, world).items()
        if place in stands and not stands[place] <= stand
    }
    if not turned:
        return None
    more = [_stands(bench, member, watched, world) for world in _more(bench)]
    stands = _common([stands, *more])
    return next((place[0] for place, stand in turned.items() if place in stands and not stands[place] <= stand), None)


def _switches(bench: Bench, member: Node) -> frozenset[Node]:
    """What is in the member and may turn, except what the claim's sides hold as well."""
    found = {part for part in parts(member) if _may_turn(bench, part)}
    if not found:
        return frozenset()
    sides = [side for ends in bench.gallery.ends for side in (ends.start, ends.goal) if side is not None]
    own = {part for side in sides for part in parts(normal(side))}
    return frozenset(part for part in found if normal(part) not in own)


def _may_turn(bench: Bench, node: Node) -> bool:
    match node:
        case Indicator() | Extremum() | Absolute():
            return True
        case Power(_, varying) | Exp(varying):
            return not all(isinstance(part, _NUMERIC) for part in parts(varying))
        case Apply(name):
            return name not in bench.gallery.evaluator.meanings
        case Sum() | Product():
            return _of_indicators(node)
    return False


_NUMERIC: Final = (Number, Negative)


def _of_indicators(node: Node) -> bool:
    """Whether it is made of indicators and numbers alone: `⟦x = 1⟧ + ⟦x = -1⟧` stands still as a whole."""
    if isinstance(node, (Sum, Product, Negative)):
        return all(map(_of_indicators, node.children()))
    return isinstance(node, (Indicator, Number))


def _broken(bench: Bench) -> Iterator[Instance]:
    for fact in bench.claim.facts:
        yield from bench.gallery.broken(fact, _BROKEN_WORLDS)


def _more(bench: Bench) -> Iterator[Instance]:
    """Further sound worlds, of the size of the broken ones: a switch that seldom turns is to be seen to turn."""
    gallery = bench.gallery
    for place in range(_MORE_WORLDS):
        yield gallery.sound_at(gallery.rng(2, place).normal(size=gallery.dimension), _SALT + place)


def _common(worlds: Iterable[dict[Place, Stand]]) -> dict[Place, Stand]:
    """How each switch that stands the same way in all these worlds does so."""
    first, *others = worlds
    for other in others:
        both = {place: stand & other[place] for place, stand in first.items() if place in other}
        first = {place: stand for place, stand in both.items() if stand}
    return first


# --------------------------------------------------------------------------- watching an evaluation


def _stands(bench: Bench, member: Node, watched: frozenset[Node], world: Instance) -> dict[Place, Stand]:
    """How the watched switches stand in a world, for every assignment of the variables bound around them."""
    watching = _Watching(bench.gallery.evaluator, watched)
    watching.value(member, world, bench.clock)
    return watching.seen


class _Watching(Evaluator):
    """An evaluator that writes down how switches stand."""

    def __init__(self, evaluator: Evaluator, watched: frozenset[Node]) -> None:
        super().__init__(evaluator.vocabulary, evaluator.meanings.values())
        self.seen: dict[Place, Stand] = {}
        self._watched = watched

    def code(self, node: Node) -> Code:
        code = super().code(node)
        if node not in self._watched:
            return code
        looked_at = [super(_Watching, self).code(part) for part in _looked_at(node)]

        def seen(scope: Scope) -> Value:
            value = code(scope)
            stand = _stand(node, value, [part(scope) for part in looked_at])
            place = node, _assignment(scope)
            self.seen[place] = self.seen.get(place, stand) & stand
            return value

        return seen


def _looked_at(node: Node) -> tuple[Node, ...]:
    """The parts of a switch by which one sees how it stands, beside its value."""
    match node:
        case Extremum(_, operands):
            return operands
        case Absolute(operand):
            return operand, Negative(operand)
        case Power(_, varying) | Exp(varying):
            return (varying,)
    return ()


def _stand(node: Node, value: Value, others: list[Value]) -> Stand:
    if isinstance(node, (Extremum, Absolute)):
        return frozenset(float(place) for place, other in enumerate(others) if agree(other, value))
    shown = others[0] if others else value
    return frozenset() if np.shape(shown) else frozenset({round(complex(shown).real, 9)})


def _assignment(scope: Scope) -> frozenset[tuple[object, float]]:
    return frozenset((key, complex(value).real) for key, value in scope.bound.items() if not np.shape(value))
