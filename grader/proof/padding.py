"""What makes a derivation longer and says nothing: `log e` for 1, `log exp a` for a, an end in disguise.

Written out, 1 and 0 can be made to fail wherever a fact is false, and would so take that fact from the step that uses
it. So facts are counted in members that are free of them, and an end that is only dressed up counts as that end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from grader.proof.agreement import agree
from grader.proof.bench import Bench
from grader.proof.evaluating.evaluate import Undefined
from grader.proof.evaluating.scope import CONSTANTS
from grader.proof.normal import normal, parts, transformed
from grader.proof.syntax import (
    Absolute,
    Aggregate,
    Apply,
    Derivative,
    Exp,
    Expectation,
    Extremum,
    Indicator,
    Log,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Variance,
)

_ELEMENTARY = (Number, Symbol, Sum, Negative, Product, Quotient, Power, Log, Exp, Absolute, Extremum, Indicator, Apply)
_BINDERS = (Aggregate, Expectation, Variance, Derivative)
_UNITS: Final = {0.0: Number("0"), 1.0: Number("1"), -1.0: Negative(Number("1"))}
_EXACT = 1e-12


def simplified(bench: Bench, node: Node) -> Node:
    """The expression with `log exp a` and `exp log a` cancelled, and 1, 0 and -1 in place of what only spells them.

    Cancelled where `a` holds a distribution, a sum or a definition: `log exp(-x²)` in a density is to be worked out.
    What spells a number are numbers (`log e`, `2 S(0)`), and formulas with a logarithm or an exponential
    (`log(e a) - log a`), that have this value in all sound worlds and hold no distribution, sum or definition.
    """
    return transformed(node, lambda part: _simplified(bench, part))


def _simplified(bench: Bench, node: Node) -> Node:
    match node:
        case Log(Exp(operand)) | Exp(Log(operand)) if not _elementary(bench, operand):
            return operand
        case Number() | Symbol() | Negative(Number()):
            return node
    if not _spells_a_number(bench, node):
        return node
    first, *others = bench.gallery.sound
    for unit, plain in _UNITS.items():
        if _is(bench.value(node, first), unit):
            return plain if all(_is(bench.value(node, instance), unit) for instance in others) else node
    return node


def _is(value: object, unit: float) -> bool:
    return isinstance(value, (int, float)) and abs(value - unit) <= _EXACT


def _spells_a_number(bench: Bench, node: Node) -> bool:
    """Whether an expression may be a number in disguise: no variables, or a logarithm or exponential of them."""
    if not _elementary(bench, node):
        return False
    variables = any(isinstance(part, Symbol) and part.name not in CONSTANTS for part in parts(node))
    return not variables or any(isinstance(part, (Log, Exp)) for part in parts(node))


def _elementary(bench: Bench, node: Node) -> bool:
    """Whether nothing is in it but numbers, variables, and functions that are no abbreviations."""
    meanings = bench.gallery.evaluator.meanings
    return all(
        isinstance(part, _ELEMENTARY) and not (isinstance(part, Apply) and part.name in meanings)
        for part in parts(node)
    )


# --------------------------------------------------------------------------- ends in disguise


def idle(bench: Bench, members: Sequence[Node | None]) -> list[bool]:
    """For each member, whether it is an end of the chain in disguise: it holds that end as written, and is equal to it.

    So are `a + (b - b)`, `a · Σ_z q(z)`, `max(a, b)`, `½ a + ½ a`. Below a sum, an expectation or a derivative the end
    does not count as held: `E_q[log p(x)]` is a first step for `log p(x)`. None is what cannot be read.
    """
    ends = [end for end in (members[0], members[-1]) if end is not None]
    last = len(members) - 1
    return [
        0 < place < last and member is not None and any(disguises(bench, member, end) for end in ends)
        for place, member in enumerate(members)
    ]


def disguises(bench: Bench, member: Node, end: Node) -> bool:
    """Whether a member is another one, which is no mere number or letter, in disguise."""
    if isinstance(_bare(end), (Number, Symbol)):
        return False
    equal = all(agree(bench.value(member, world), bench.value(end, world)) for world in bench.gallery.sound)
    whole = _bare(member)
    return equal and any(_held(bench, part, _bare(end), whole) for part in _free_parts(whole))


def _bare(node: Node) -> Node:
    return _bare(node.operand) if isinstance(node, Negative) else node


def _free_parts(node: Node) -> Iterator[Node]:
    """The node and what is in it, not below a sum, an expectation or a derivative."""
    yield node
    if not isinstance(node, _BINDERS):
        for child in node.children():
            yield from _free_parts(child)


def _held(bench: Bench, part: Node, end: Node, whole: Node) -> bool:
    """Whether the part has all terms or factors of the end and more, or is the end in all worlds, but not the whole."""
    for kind, within in ((Sum, "terms"), (Product, "factors")):
        if isinstance(part, kind) and isinstance(end, kind):
            have, wanted = (Counter(getattr(normal(node), within, ())) for node in (part, end))
            if wanted and wanted <= have and wanted != have:
                return True
    if part is whole:
        return False
    first = bench.gallery.sound[0]
    value = bench.value(part, first)
    return not isinstance(value, Undefined) and agree(value, bench.value(end, first)) and bench.identical(part, end)
