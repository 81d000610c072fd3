r"""How far an operator reaches where brackets are left out: `\sum_d a_d + b_d`, `\log a \, b`, `\nabla f g`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.proof.reading.cursor import Cursor
from grader.proof.reading.free import mentions
from grader.proof.reading.stumble import Implausible
from grader.proof.rendering.plain import plain
from grader.proof.syntax import Inner, Negative, Node, Number, Power, Product, Quotient, Sum, Symbol

# A sum over more than one term without brackets is rarer than a logarithm of a product without them.
_PLUS, _TIMES = 2, 1
_MAX_SLASHES = 8


@dataclass(frozen=True, slots=True)
class Reach:
    """Which factors an operator covers when a line is read literally.

    `name` is what a note calls it; `goes_on` says whether it covers the next factor too, given those before;
    `stops` whether it cannot; `shortens` whether it may also end sooner than it literally does.
    """

    name: str
    goes_on: Callable[[list[Node]], bool]
    stops: Callable[[], bool]
    shortens: bool = True


class Operands(Cursor):
    """Operands without brackets."""

    def operand(self, reach: Reach, first: Node | None = None) -> Node:
        """The factors that an operator covers: at least one, which may have been read already."""
        covered = [self.factor() if first is None else first]
        wider = narrower = False
        while self._another() and not reach.stops():
            goes_on = wider or reach.goes_on(covered)
            if (wider or reach.shortens or not goes_on) and self.departures.depart(_TIMES):
                goes_on = not goes_on
                wider, narrower = wider or goes_on, not goes_on
            if not goes_on:
                break
            self.next_factor(covered)
        body = product_of(covered)
        if wider:
            self.note(f"brackets are missing: {reach.name} must cover the whole {plain(body)}")
        elif narrower:
            self.note(f"brackets are missing: {reach.name} is read as covering only {plain(body)}")
        return body

    def extended(self, body: Node, name: str, bound: tuple[Symbol, ...]) -> Node:
        """`body`, or with the terms behind it: those of a sum, integral or expectation without brackets.

        Args:
            body: the first term.
            name: what a note calls the operator.
            bound: its variables. A term without them is not what it must cover; empty: unknown.
        """
        terms = [body]
        while self.at("+", "-") and self.departures.depart(_PLUS):
            negative = self.advance().text == "-"
            term = self.product()
            terms.append(Negative(term) if negative else term)
        if len(terms) == 1:
            return body
        if bound and not mentions(terms[-1], frozenset(symbol.name for symbol in bound)):
            raise Implausible
        whole = sum_of(terms)
        self.note(f"brackets are missing: {name} must cover the whole {plain(whole)}")
        return whole

    def next_factor(self, factors: list[Node]) -> None:
        """Reads one more factor, behind a sign or not; a slash divides all that is there by it."""
        if self.skip("*"):
            self._multiply(factors, self.factor())
        elif self.at("/"):
            self._divide(factors)
        else:
            factors.append(self.factor())

    def _multiply(self, factors: list[Node], factor: Node) -> None:
        r"""`w \cdot x_i` is an inner product where the claim says that both are vectors."""
        left, vectors = factors[-1], self.vocabulary.vectors
        if (
            isinstance(left, Symbol)
            and isinstance(factor, Symbol)
            and not left.indices
            and {left.name, factor.name} <= vectors
        ):
            factors[-1] = Inner(left, factor)
        else:
            factors.append(factor)

    def _another(self) -> bool:
        return not self.at_stop() and (self.at("*", "/") or self.begins_factor())

    def _divide(self, factors: list[Node]) -> None:
        slash = self.advance()
        reach = Reach("the denominator behind the slash", lambda _: False, self._ends_denominator)
        factors[:] = [Quotient(product_of(factors), self.operand(reach))]
        if _slashes(factors[0]) > _MAX_SLASHES:
            raise self.stumble("so many slashes in a row are not read: write \\frac", slash)

    def _ends_denominator(self) -> bool:
        """Only plain letters and digits can be meant to go under the slash as well."""
        return self.at("*", "/") or not (self.at_name() or self.peek().kind == "number") or self.begins_operator()

    def note(self, text: str) -> None:
        if text not in self.departures.notes:
            self.departures.notes.append(text)


def is_simple(node: Node) -> bool:
    r"""A number or a letter without an index, perhaps to a power: `\log 2\pi\sigma^2` needs no brackets."""
    base = node.base if isinstance(node, Power) else node
    return isinstance(base, Number) or (isinstance(base, Symbol) and not base.indices)


def product_of(factors: list[Node]) -> Node:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def sum_of(terms: list[Node]) -> Node:
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _slashes(node: Node) -> int:
    count = 0
    while isinstance(node, Quotient):
        count += 1
        node = node.top
    return count
