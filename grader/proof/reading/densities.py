r"""Distributions: `q_\phi(z|x)`, `p_i(k)`, `\mathcal{N}(x; \mu, \sigma^2)`, and bare `q`."""

from __future__ import annotations

from grader.proof.reading.brackets import Arguments, Brackets
from grader.proof.syntax import Density, Node, Power

# How many parameters stand behind the value where only commas are written: N(x, μ, σ²).
_PARAMETERS = {"cal N": 2, "N": 2, "Bernoulli": 1}


class Densities(Brackets):
    def density(self) -> Node:
        """A distribution at the name that comes next, whether the claim declares it or not."""
        token = self.advance()
        exponent: Node | None = None
        subscripts = self.indices()
        if self.at("^") and self._power_stands_before_bracket():
            self.advance()
            exponent = self.argument()
        given = self.arguments() if self.at("(", "[") else Arguments()
        self._behind_commas(token.text, given)
        found = Density(token.text, tuple(given.given), tuple(given.conditions), subscripts)
        return found if exponent is None else Power(found, exponent)

    def distribution(self, what: str) -> Density:
        """The same where nothing but a distribution makes sense."""
        start = self.peek()
        if not self.at_name():
            raise self.stumble(f"{what} is missing")
        found = self.density()
        if not isinstance(found, Density):
            raise self.stumble(f"{what} is missing", start)
        return found

    def _power_stands_before_bracket(self) -> bool:
        """`q^2(z)`."""
        return self.peek(1).kind == "number" and self.peek(2).is_sign("(", "[")

    @staticmethod
    def _behind_commas(name: str, given: Arguments) -> None:
        count = _PARAMETERS.get(name)
        if count is None or given.conditions:
            return
        split = max(len(given.given) - count, 0)
        given.conditions = given.given[split:]
        given.given = given.given[:split]
