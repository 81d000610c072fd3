r"""Integrals: `\int_z f`, `\int f \, dz`, `\int_{-\infty}^{a} f(z) dz`."""

from __future__ import annotations

from grader.proof.reading.binders import Binders
from grader.proof.reading.lexeme import argument_end
from grader.proof.syntax import Aggregate, Binder, Negative, Node, Symbol

_INFINITY = Symbol("infty")


class Integrals(Binders):
    def integral(self) -> Node:
        sign = self.advance()
        ahead = self._differential_ahead()
        if ahead is None:
            binder = self._without_differential(sign.written)
            name = "the integral"
            return Aggregate("integral", binder, self.extended(self.whole_term(name), name, binder.variables))
        self.stop_at(ahead)
        ends = self._ends(sign.written)
        if self.at_stop():  # \int dz f(z)
            variables = self._differentials()
            body = self.whole_term("the integral")
        else:
            body = self.expression()
            if not self.at_stop():
                raise self.unexpected()
            variables = self._differentials()
        return Aggregate("integral", Binder(variables, *ends), body)

    def infinity(self) -> Node:
        self.advance()
        return _INFINITY

    # ------------------------------------------------------------------- parts

    def _differential_ahead(self) -> int | None:
        """How far ahead the differential is that ends this integral; inner integrals have their own."""
        inner = 0
        for ahead, depth, token in self.inside():
            if depth == 0 and (token.kind == "relation" or self._index + ahead in self._stops):
                return None
            if depth or not self._is_differential_at(ahead):
                inner += depth == 0 and token.is_command("int")
            elif inner == 0:
                return ahead
            else:
                inner -= 1
        return None

    def _is_differential_at(self, ahead: int) -> bool:
        below = ahead > 0 and self.peek(ahead - 1).is_sign("_", "^")
        return self.peek(ahead).is_name("d") and self.peek(ahead + 1).is_name() and not below

    def _differentials(self) -> tuple[Symbol, ...]:
        found: list[Symbol] = []
        while self._is_differential_at(0) and (not found or not self.at_stop()):
            self.advance()
            found.append(self.symbol("the variable of the integral"))
        return tuple(found)

    def _without_differential(self, sign: str) -> Binder:
        if not self.at("_", "^"):
            domains = sorted(self.vocabulary.domains)
            if len(domains) != 1:
                raise self.stumble("the integral does not say over what it runs: write \\int … dz or \\int_z")
            return Binder((Symbol(domains[0]),))
        binder = self.binder(sign)
        if binder.high is not None and binder.relation is None:
            raise self.stumble("the integral has limits but no differential: write dz behind it")
        return binder

    def _ends(self, sign: str) -> tuple[Node | None, Node | None]:
        """The limits where there are two of them; one alone is the variable or a set, the whole domain."""
        if not self.at("_", "^"):
            return None, None
        upper_first = self.at("^")
        behind = argument_end(self._tokens, self._index + 1)
        if not self._tokens[behind].is_sign("_", "^"):
            if upper_first:
                raise self.stumble("the lower limit of the integral is missing")
            self.binder(sign)
            return None, None
        first, second = self._limit(), self._limit()
        low, high = (second, first) if upper_first else (first, second)
        whole = low == Negative(_INFINITY) and high == _INFINITY
        return (None, None) if whole else (low, high)

    def _limit(self) -> Node:
        self.advance()
        if not self.at("{"):
            return self.argument()
        self.advance()
        signed = self.at("+", "-")
        if not self.peek(signed).is_command("infty"):
            found = self.expression()
        else:
            sign = self.advance() if signed else None
            found = Negative(self.infinity()) if sign and sign.text == "-" else self.infinity()
        self.expect("}", "behind the limit of the integral")
        return found
