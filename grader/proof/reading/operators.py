r"""Logarithms, exponentials, roots, fractions and extrema."""

from __future__ import annotations

from typing import Literal

from grader.proof.reading.binders import Binders
from grader.proof.reading.brackets import Brackets
from grader.proof.reading.derivatives import Derivatives
from grader.proof.reading.operands import Reach, is_simple
from grader.proof.rendering.plain import plain
from grader.proof.syntax import Exp, Extremum, Log, Node, Number, Power, Quotient, Symbol

_OUTSIDE = 1


class Operators(Binders, Derivatives, Brackets):
    def logarithm(self) -> Node:
        r"""`\log a`, `\log(a)`, `\log^2 a`, `\log (a)^b`."""
        self.advance()
        if self.at("_") and self.indices() != (Symbol("e"),):
            raise self.stumble("only the natural logarithm is read, without a base")
        exponent = self._exponent_of_name()
        found = self._log_of_bracket() if self.at_bracket() else Log(self.operand(self._reach("the logarithm")))
        return found if exponent is None else Power(found, exponent)

    def exponential(self) -> Node:
        self.advance()
        if self.at_bracket() or self.at("{"):
            return Exp(self.group())
        return Exp(self.operand(self._reach("the exponential function")))

    def root(self) -> Node:
        self.advance()
        degree: Node = Number("2")
        if self.skip("["):
            degree = self.expression()
            self.expect("]", "behind the degree of the root")
        return Power(self.argument(), Quotient(Number("1"), degree))

    def fraction(self) -> Node:
        if self.begins_derivative():
            return self.fraction_of_differentials()
        self.advance()
        with self.ending_at(""):
            top = self.argument()
            return Quotient(top, self.argument())

    def extremum(self) -> Node:
        r"""`\max(a, b)`, `\max\{a, b\}`, `\max_i a_i`."""
        if self.peek(1).is_sign("_"):
            return self.aggregate()
        token = self.advance()
        which: Literal["max", "min"] = "max" if token.text == "max" else "min"
        end = self.open_bracket(f"behind {token.written}")
        with self.ending_at(""):
            operands = [self.expression()]
            while self.skip(",", ";"):
                operands.append(self.expression())
        self.expect(end, f"behind the operands of {token.written}")
        if len(operands) < 2:
            raise self.stumble(f"{token.written} needs two operands with a comma, or an index below it", token)
        return Extremum(which, tuple(operands))

    # ------------------------------------------------------------------- parts

    def _exponent_of_name(self) -> Node | None:
        if not self.skip("^"):
            return None
        return self.argument()

    def _log_of_bracket(self) -> Node:
        """A power behind the bracket may be meant inside the logarithm or outside."""
        inner = self.group()
        if not self.at("^"):
            return Log(inner)
        if self.departures.depart(_OUTSIDE):
            self.advance()
            found = Power(Log(inner), self.argument())
            self.note(f"brackets are missing: the power is read as one of the logarithm, {plain(found)}")
            return found
        return Log(self.operand(self._reach("the logarithm"), self.powered(inner)))

    def _reach(self, name: str) -> Reach:
        return Reach(name, self._goes_on, self._meets_operator)

    def _goes_on(self, covered: list[Node]) -> bool:
        r"""Letters and digits in a row belong together: `\log 2\pi\sigma^2`."""
        token = self.peek()
        if not all(is_simple(node) for node in covered) or self.peek(1).is_sign("_"):
            return False
        given = self.vocabulary
        letter = token.is_name() and token.text not in given.densities | given.functions
        return letter or token.kind == "number"

    def _meets_operator(self) -> bool:
        r"""`\log p \log q` is a product of two logarithms, whatever stands between."""
        ahead = self.at("*", "/")
        self._index += ahead
        found = self.begins_operator()
        self._index -= ahead
        return found
