"""Expressions: sums of products of factors, by recursive descent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from grader.proof.reading.indices import Indices
from grader.proof.reading.integrals import Integrals
from grader.proof.reading.moments import Moments
from grader.proof.reading.operands import product_of, sum_of
from grader.proof.reading.operators import Operators
from grader.proof.reading.stumble import Stumble
from grader.proof.syntax import (
    Apply,
    Exp,
    Inner,
    Member,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quadratic,
    Relation,
    Symbol,
)

_RELATIONS: Mapping[str, Relation] = {"=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}
_OPERATORS = ("log", "sum", "prod", "int", "nabla", "partial", "max", "min")
_NO_FACTOR = ("in", "sim", "infty", "rvert", "rVert", "rangle", "rrbracket", "top", "prime", "pm", "dots")


@dataclass(frozen=True, slots=True)
class _Transposed(Node):
    """`w^T`, until it is known what it is multiplied with."""

    base: Node


class Parser(Operators, Integrals, Moments, Indices):
    """One reading of one line, with the scopes that its departures give."""

    def members(self) -> tuple[Member, ...]:
        """The line as members of a chain.

        Raises:
            Stumble: where the line leaves the grammar.
            Implausible: for scopes that nobody means.
        """
        found = []
        relation = self._relation()
        while True:
            found.append(Member(relation, self.expression()))
            relation = self._relation()
            if relation is None:
                break
        if self.peek().kind != "end":
            raise self.unexpected()
        return tuple(found)

    def expression(self) -> Node:
        negative = self._sign()
        terms = [self._signed(self.product(), negative=negative)]
        while self.at("+", "-"):
            negative = self._sign()
            terms.append(self._signed(self.product(), negative=negative))
        return sum_of(terms)

    def product(self) -> Node:
        factors = [self.factor()]
        while not self.at_stop() and (self.at("*", "/") or self.begins_factor()):
            self.next_factor(factors)
        return product_of(factors)

    def factor(self) -> Node:
        with self.deeper():
            if self.skip("-"):  # behind a sign: a \cdot -b
                return Negative(self.factor())
            first = self.powered(self._primary())
            return self._inner(first.base) if isinstance(first, _Transposed) else first

    def begins_factor(self) -> bool:
        token = self.peek()
        if token.kind in ("name", "number"):
            return not self.at_stop()
        if token.kind == "command":
            return token.text not in _NO_FACTOR
        bar = token.is_sign("|", "‖") and not self.ends_here(token.text)
        return bar or token.is_sign("(", "[", "{", "\\{")

    def begins_operator(self) -> bool:
        return self.at_command(*_OPERATORS) or self.begins_derivative() or self.begins_moment()

    def argument(self) -> Node:
        with self.deeper():
            if self.at("{"):
                return self.group()
            token = self.peek()
            if token.kind == "number":
                return Number(self.advance().text)
            if token.kind == "name":
                return Symbol(self.advance().text)
            if token.kind == "command" and token.text not in _NO_FACTOR:
                return self._primary()
            if self.at_command("infty"):
                return self.infinity()
        raise self.stumble("a number, a letter or a group in braces is missing")

    # ------------------------------------------------------------------- parts

    def _relation(self) -> Relation | None:
        if self.peek().kind != "relation":
            return None
        token = self.advance()
        if token.text not in _RELATIONS:
            raise self.stumble("≠ is no relation that a step can have", token)
        if self.peek().kind in ("end", "relation"):
            raise self.stumble(f"nothing stands behind {token.written}")
        return _RELATIONS[token.text]

    def _sign(self) -> bool:
        """Moves over signs; whether they make the term negative."""
        negative = False
        while self.at("+", "-"):
            negative ^= self.advance().text == "-"
        return negative

    @staticmethod
    def _signed(term: Node, *, negative: bool) -> Node:
        return Negative(term) if negative else term

    def _primary(self) -> Node:
        token = self.peek()
        if token.kind == "number":
            return Number(self.advance().text)
        if token.kind == "name":
            return self._named()
        if token.is_sign("|", "‖", "{") or self.at_bracket():
            return self.fenced()
        rule = self._command_rules().get(token.text) if token.kind == "command" else None
        if rule is None:
            raise self.unexpected()
        return rule()

    def _command_rules(self) -> Mapping[str, Callable[[], Node]]:
        return {
            "log": self.logarithm,
            "exp": self.exponential,
            "frac": self.fraction,
            "sqrt": self.root,
            "int": self.integral,
            "nabla": self.gradient,
            "partial": self.slashed,
            "langle": self.angled,
            "llbracket": self.double_bracketed,
            "indicator": self.indicator,
            **dict.fromkeys(("sum", "prod"), self.aggregate),
            **dict.fromkeys(("max", "min"), self.extremum),
            **dict.fromkeys(("lvert", "lVert"), self.fenced),
        }

    def _named(self) -> Node:
        """The first reading of a name that applies; a plain symbol where none does."""
        name = self.peek().text
        if self.at_name("e") and self.peek(1).is_sign("^") and not self.declared("e"):
            self._index += 2
            return Exp(self.argument())
        if self.begins_derivative():
            return self.slashed()
        if self.begins_moment():
            return self.moment()
        if name in self.vocabulary.functions and self._is_called():
            return self.application()
        if name in self.vocabulary.densities:
            return self.density()
        return self.symbol("a name")

    def _is_called(self) -> bool:
        """Whether a declared function stands here, not a component of something with its name."""
        return not self.peek(1).is_sign("_") or self.bracket_follows()

    def powered(self, base: Node) -> Node:
        """The exponent, transposition, or index that stands behind a factor."""
        exponent: Node | None = None
        while True:
            if self.at("^") and exponent is None and not isinstance(base, _Transposed):
                self.advance()
                if self._skip_transpose():
                    base = _Transposed(base)
                elif self._index_in_brackets():
                    raise self.stumble("an index in brackets above a letter is not read: write it below, x_i")
                else:
                    exponent = self.argument()
            elif self.at("^"):
                raise self.stumble("a second exponent needs braces around the first power")
            elif isinstance(base, Symbol) and not base.indices and self.at("_"):
                base = replace(base, indices=self.indices())
            elif isinstance(base, Symbol) and self.at("'"):
                self.advance()
                base = replace(base, name=base.name + "'")
            else:
                return base if exponent is None else Power(base, exponent)

    def _index_in_brackets(self) -> bool:
        """`x^{(1)}` is the first x, and no power."""
        single = self.peek(2).is_name() or self.peek(2).kind == "number"
        return self.at("{") and self.peek(1).is_sign("(") and single and self.peek(3).is_sign(")")

    def _skip_transpose(self) -> bool:
        braced = self.at("{")
        mark = self.peek(1 if braced else 0)
        found = mark.is_command("top") or (mark.is_name("T") and not self.declared("T"))
        if not found or (braced and not self.peek(2).is_sign("}")):
            return False
        self._index += 3 if braced else 1
        return True

    def _inner(self, left: Node) -> Node:
        """`w^T x`, `x^T W x`: what stands behind a transposed vector."""
        self.skip("*")
        if not (self.begins_factor() and not self.at_stop()):
            raise self.stumble("a vector is missing behind a transposed one")
        second = self.factor()
        if self._is_matrix(second):
            self.skip("*")
            return Quadratic(left, second, self.factor())
        if isinstance(second, Product) and len(second.factors) == 2 and self._is_matrix(second.factors[0]):
            return Quadratic(left, *second.factors)
        return Inner(left, second)

    def _is_matrix(self, node: Node) -> bool:
        return isinstance(node, Symbol) and not node.indices and node.name in self.vocabulary.matrices

    def application(self) -> Node:
        """A declared function with its arguments; none for an abbreviation that has no brackets."""
        token = self.advance()
        self._skip_parameters(token.text)
        exponent: Node | None = None
        if self.at("^") and self.bracket_follows():
            self.advance()
            exponent = self.argument()
        arguments = self.arguments().every() if self.at_bracket() else ()
        called = Apply(token.text, arguments)
        return called if exponent is None else Power(called, exponent)

    def _skip_parameters(self, name: str) -> None:
        r"""Parameters below a function make no difference, `f_\theta(x)`; anything else would."""
        start = self.peek()
        for index in self.indices():
            known = isinstance(index, Symbol) and index.name in self.vocabulary.parameters | self.vocabulary.domains
            if not known:
                raise self.stumble(f"{name} takes no index", start)

    def unexpected(self) -> Stumble:
        """What to say of a token that nothing can begin or go on with."""
        token = self.peek()
        reasons = {
            "dots": "dots are not read: write the sum or product with its sign and limits",
            "infty": "infinity is read only as the limit of an integral",
            "pm": "± is not read here: write the two cases, or the sum over both",
            "sim": "a distribution of a variable is read only below an expectation",
            "end": "the line ends too early",
        }
        key = token.text if token.kind == "command" else token.kind
        return self.stumble(reasons.get(key, "this cannot stand here"))
