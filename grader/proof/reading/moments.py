r"""Expectations, variances, probabilities of events, KL divergences and entropies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.proof.reading.densities import Densities
from grader.proof.reading.lexeme import Token
from grader.proof.reading.operands import Operands, Reach
from grader.proof.syntax import (
    Density,
    Divergence,
    Entropy,
    Expectation,
    Node,
    Probability,
    Symbol,
    Variance,
)


@dataclass(frozen=True, slots=True)
class _Below:
    """What stands below an expectation."""

    density: Density | None = None
    variables: tuple[Symbol, ...] = ()
    subscript: Symbol | None = None


class Moments(Operands, Densities):
    def begins_moment(self) -> bool:
        name = self.peek()
        if not name.is_name() or (self.declared(name.text) and name.text not in ("KL", "Var")):
            return False
        if name.text in ("bb E", "bb V", "Var", "KL", "Pr", "bb P"):
            return True
        if name.text == "E":
            return self.peek(1).is_sign("_", "[")
        if name.text in ("H", "bb H", "cal H"):
            return self._holds_density()
        if name.text == "P":
            return self.bracket_follows() and any(token.kind == "relation" for token in self._in_bracket())
        return name.text in ("D", "bb D", "cal D") and any(token.is_sign("‖") for token in self._in_bracket())

    def moment(self) -> Node:
        """The node at a name for which `begins_moment` holds."""
        rules: Mapping[str, Callable[[], Node]] = {
            **dict.fromkeys(("bb E", "E"), self._expectation),
            **dict.fromkeys(("bb V", "Var"), self._variance),
            **dict.fromkeys(("KL", "D", "bb D", "cal D"), self._divergence),
            **dict.fromkeys(("H", "bb H", "cal H"), self._entropy),
            **dict.fromkeys(("Pr", "bb P", "P"), self._probability),
        }
        return rules[self.peek().text]()

    # ------------------------------------------------------------------- rules

    def _expectation(self) -> Node:
        self.advance()
        below = self._below()
        return Expectation(self._body("the expectation"), below.density, below.variables, below.subscript)

    def _variance(self) -> Node:
        bold = self.advance().text == "bb V"
        if bold and self.at_name("ar"):
            self.advance()
        below = self._below()
        return Variance(self._body("the variance"), below.density, below.variables, below.subscript)

    def _divergence(self) -> Node:
        name = self.advance()
        end = self.open_bracket(f"behind {name.text}")
        with self.ending_at("|‖"):
            q = self._compared_distribution()
            if not (self.skip("‖", "|", ",", ";", ":") or self._skip_norm_bar()):
                raise self.stumble("KL compares two distributions: \\mathrm{KL}[q \\| p]")
            p = self._compared_distribution()
        self.expect(end, "behind the two distributions")
        return Divergence(q, p)

    def _entropy(self) -> Node:
        name = self.advance()
        end = self.open_bracket(f"behind {name.text}")
        with self.ending_at(""):
            q = self._compared_distribution()
        self.expect(end, "behind the distribution")
        return Entropy(q)

    def _probability(self) -> Node:
        self.advance()
        self.indices()
        event = self.bracketed_event()
        return Probability(event.left, event.relation, event.right)

    # ------------------------------------------------------------------- parts

    def _skip_norm_bar(self) -> bool:
        r"""`\left\|` between two distributions is no opening bar."""
        found = self.at_command("lVert", "rVert", "lvert", "rvert")
        if found:
            self.advance()
        return found

    def _compared_distribution(self) -> Node:
        """A distribution, or a product of several."""
        start = self.peek()
        if self.at_name() and not self.declared(start.text) and not self.begins_derivative():
            return self.distribution("a distribution")
        found = self.expression()
        if not _holds(found):
            raise self.stumble("a distribution is missing", start)
        return found

    def _body(self, name: str) -> Node:
        if self.at_bracket():
            return self.group()
        # No bracket: all that follows in this term.
        reach = Reach(name, lambda _: True, lambda: False, shortens=False)
        return self.extended(self.operand(reach), name, ())

    def _below(self) -> _Below:
        if not self.skip("_"):
            return _Below()
        if not self.at("{"):
            name = self.advance()
            if not name.is_name():
                raise self.stumble("this cannot stand below an expectation", name)
            known = name.text in self.vocabulary.densities
            return _Below(Density(name.text)) if known else _Below(subscript=Symbol(name.text))
        self.advance()
        with self.ending_at(""):
            found = self._below_in_braces()
        self.expect("}", "below the expectation")
        return found

    def _below_in_braces(self) -> _Below:
        if self._is_density_below():
            return _Below(self.distribution("a distribution"))
        variables = [self.symbol("a variable or a distribution")]
        while self.skip(","):
            variables.append(self.symbol("a variable"))
        if self.at_command("sim"):
            self.advance()
            return _Below(self.distribution("a distribution"), tuple(variables))
        if len(variables) > 1:
            return _Below(variables=tuple(variables))
        return _Below(subscript=variables[0])

    def _is_density_below(self) -> bool:
        return self.at_name() and (self.peek().text in self.vocabulary.densities or self.bracket_follows())

    def _in_bracket(self) -> list[Token]:
        """The tokens at the top level of the bracket that opens behind the name."""
        if not self.bracket_follows():
            return []
        ahead = 1
        while not self.peek(ahead).is_sign("(", "[", "\\{"):
            ahead += 1
        return [token for _, depth, token in self.inside(ahead + 1) if depth == 0]

    def _holds_density(self) -> bool:
        inner = self._in_bracket()
        return bool(inner) and (self.at_name("bb H") or inner[0].is_name(*self.vocabulary.densities))


def _holds(node: Node) -> bool:
    return isinstance(node, Density) or any(_holds(part) for part in node.children())
