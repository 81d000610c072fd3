r"""Derivatives: `\nabla_\phi a`, `\frac{d}{d\beta} a`, `\frac{\partial L}{\partial x_i}`, `d/d\beta a`."""

from __future__ import annotations

from grader.proof.reading.lexeme import Token, closing
from grader.proof.reading.operands import Operands, Reach
from grader.proof.syntax import Derivative, Node, Partial, Symbol


class Derivatives(Operands):
    def begins_derivative(self) -> bool:
        r"""Whether a fraction of differentials stands here, or one with a slash: `d/d\beta`."""
        if self.at_command("frac"):
            bottom = self._behind_top()
            return bottom is not None and self._is_differential(1) and self._is_differential(bottom)
        slash = self.peek(1).is_sign("/") and self._is_d(self.peek(2)) and self.peek(3).is_name()
        return self.at_name("d") and slash

    def fraction_of_differentials(self) -> Node:
        """The derivative at a fraction for which `begins_derivative` holds."""
        self.advance()
        top = self._top()
        self.advance()
        self._differential()
        parameter = self.symbol("the variable of the derivative")
        self.expect("}", "behind the variable of the derivative")
        return self._derivative(parameter) if top is None else self._of(top, parameter)

    def gradient(self) -> Node:
        nabla = self.advance()
        indices = self.indices()
        if not indices:
            return self._derivative(None)
        if len(indices) > 1 or not isinstance(indices[0], Symbol):
            raise self.stumble("a gradient is read with respect to one name", nabla)
        return self._derivative(indices[0])

    def slashed(self) -> Node:
        r"""`\partial L / \partial x_i`, `d/d\beta a`, `\partial_\beta a`."""
        start = self._differential()
        if self.at("_"):
            (parameter, *rest) = self.indices()
            if rest or not isinstance(parameter, Symbol):
                raise self.stumble("a derivative is read with respect to one name", start)
            return self._derivative(parameter)
        top = None if self.at("/") else self.symbol("what is differentiated")
        self.expect("/", "between the differentials")
        if not self._is_d(self.peek()):
            raise self.stumble("the differential below the slash is missing")
        self._differential()
        parameter = self.symbol("the variable of the derivative")
        return self._derivative(parameter) if top is None else self._of(top, parameter)

    # ------------------------------------------------------------------- parts

    @staticmethod
    def _is_d(token: Token) -> bool:
        return token.is_name("d") or token.is_command("partial")

    def _is_differential(self, ahead: int) -> bool:
        """Whether an argument that starts there is a `d` or ∂, alone or before something it belongs to."""
        if self._is_d(self.peek(ahead)):
            return True
        braced = self.peek(ahead).is_sign("{") and self._is_d(self.peek(ahead + 1))
        return braced and not self.peek(ahead + 2).is_sign("_")

    def _behind_top(self) -> int | None:
        """How far ahead the denominator's brace is."""
        if not self.peek(1).is_sign("{"):
            return 2 if self.peek(2).is_sign("{") else None
        end = closing(self._tokens, self._index + 1) - self._index + 1
        return end if self.peek(end).is_sign("{") else None

    def _differential(self) -> Token:
        token = self.advance()
        if self.at("^"):
            raise self.stumble("higher derivatives are not read")
        return token

    def _top(self) -> Node | None:
        """What is differentiated, where it stands in the numerator."""
        if not self.skip("{"):
            self._differential()
            return None
        self._differential()
        if self.skip("}"):
            return None
        with self.ending_at(""):
            top = self.product()
        self.expect("}", "behind what is differentiated")
        return top

    def _of(self, top: Node, parameter: Symbol) -> Node:
        """Between two names it stays a symbol, unless the claim differentiates by the lower one."""
        if isinstance(top, Symbol) and parameter.name not in self.vocabulary.parameters:
            return Partial(top, parameter)
        return Derivative(parameter, top)

    def _derivative(self, parameter: Symbol | None) -> Node:
        bracketed = self.at_bracket()
        reach = Reach("the derivative", lambda _: not bracketed, lambda: False)
        body = self.operand(reach)
        return Derivative(parameter, body if parameter is None else self.extended(body, reach.name, (parameter,)))
