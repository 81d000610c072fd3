r"""What a sum or product runs over: `\sum_z`, `\sum_{i=1}^n`, `\prod_{j \neq i}`, `\sum_{x_1, \dots, x_n}`."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from grader.proof.reading.brackets import ELIDED, RELATIONS, whole_vector
from grader.proof.reading.operands import Operands, Reach
from grader.proof.syntax import Aggregate, Binder, Density, Negative, Node, Number, Symbol

_KINDS: dict[str, Literal["sum", "product", "max", "min"]] = {
    "sum": "sum",
    "prod": "product",
    "max": "max",
    "min": "min",
}
_NAMES = {"sum": "the sum", "product": "the product", "max": "the maximum", "min": "the minimum"}


class Binders(Operands):
    def aggregate(self) -> Node:
        """A sum, product, maximum or minimum over something."""
        token = self.advance()
        kind = _KINDS[token.text]
        binder = self.binder(token.written)
        name = _NAMES[kind]
        if kind == "sum":
            return Aggregate(kind, binder, self.extended(self.whole_term(name), name, binder.variables))
        bound = frozenset(variable.name for variable in binder.variables)
        reach = Reach(name, lambda _: not self.begins_operator() and self._term_mentions(bound), lambda: False)
        return Aggregate(kind, binder, self.operand(reach))

    def whole_term(self, name: str) -> Node:
        """All factors that follow."""
        return self.operand(Reach(name, lambda _: True, lambda: False, shortens=False))

    def binder(self, sign: str) -> Binder:
        """What stands below and above the sign, in either order."""
        high = self.argument() if self.skip("^") else None
        if not self.skip("_"):
            raise self.stumble(f"{sign} does not say over what it runs: write \\sum_z")
        if self.at("{"):
            with self.deeper():
                self.advance()
                found = self._in_braces()
                self.expect("}", f"below {sign}")
        else:
            found = Binder((self._letter(),))
        if high is None and self.skip("^"):
            high = self._upper()
        return found if high is None else self._up_to(found, high)

    # ------------------------------------------------------------------- parts

    def _term_mentions(self, names: frozenset[str]) -> bool:
        """Whether a variable stands in what is left of this term."""
        for _, depth, token in self.inside():
            if depth == 0 and (token.is_sign("+", "-") or token.kind == "relation"):
                return False
            if token.is_name(*names):
                return True
        return False

    def _upper(self) -> Node:
        if self.at("{") and self.peek(1).is_sign("}"):
            raise self.stumble("the upper limit is empty")
        return self.argument()

    def _letter(self) -> Symbol:
        if not self.at_name():
            raise self.stumble("the variable is missing below the sign")
        return Symbol(self.advance().text)

    def _up_to(self, found: Binder, high: Node) -> Binder:
        if found.relation is None and found.high is None:
            return replace(found, low=found.low or Number("1"), high=high)
        if found.relation == ">=":
            return Binder(found.variables, low=found.bound, high=high)
        raise self.stumble("a sum with a condition below has no upper limit above")

    def _in_braces(self) -> Binder:
        if self.peek().kind == "number" or self.at("-"):
            return self._between()
        variables = self._variables()
        if self.at_command("in"):
            self.advance()
            found = self._of_set(Binder(variables))
        elif self.peek().kind == "relation":
            found = self._related(variables)
        else:
            found = Binder(variables)
        if self.skip(":", "|", ","):
            found = self._conditioned(found)
        return found

    def _between(self) -> Binder:
        r"""`1 \le i \le n`."""
        low = self.expression()
        self._expect_relation("<=")
        variable = self._letter()
        self._expect_relation("<=")
        return Binder((variable,), low, self.expression())

    def _expect_relation(self, text: str) -> None:
        token = self.advance()
        if token.kind != "relation" or token.text != text:
            raise self.stumble("limits in one line are read as 1 \\le i \\le n", token)

    def _variables(self) -> tuple[Symbol, ...]:
        bracketed = self.skip("(")
        found = [self.symbol("the variable")]
        while self.at(",") and (self.peek(1).is_name() or self.peek(1).is_command("dots")) and not self._condition():
            self.advance()
            if not self.at_command("dots"):
                found.append(self.symbol("the variable"))
                continue
            self.advance()
            self.skip(",")
            found = [self._whole_of(found, self.symbol("the last component"))]
        if bracketed:
            self.expect(")", "behind the variables")
        return tuple(found)

    def _condition(self) -> bool:
        r"""Whether the comma ahead begins a condition: `j, j \neq i`."""
        return self.peek(2).kind == "relation" and self.peek(2).text != "="

    def _whole_of(self, before: list[Symbol], last: Symbol) -> Symbol:
        found = whole_vector(before[0], last)
        if found is None:
            raise self.stumble(ELIDED)
        return found

    def _related(self, variables: tuple[Symbol, ...]) -> Binder:
        relation = RELATIONS[self.advance().text]
        if relation == "=" and self.at_command("pm"):
            return Binder(variables, listed=self._either_sign())
        bound = self.expression()
        if relation != "=":
            return self._one(variables, relation=relation, bound=bound)
        if not self.skip(","):
            return Binder(variables, low=bound)
        return self._listed(variables, bound)

    def _listed(self, variables: tuple[Symbol, ...], low: Node) -> Binder:
        r"""`i = 1, \dots, n` and `k = 0, 1`: behind the comma."""
        if self.at_command("dots"):
            self.advance()
            self.expect(",", "behind the dots")
            return Binder(variables, low, self.expression())
        values = [low, self.expression()]
        while self.at(",") and not self.peek(1).is_name():
            self.advance()
            values.append(self.expression())
        return Binder(variables, listed=tuple(values))

    def _either_sign(self) -> tuple[Node, Node]:
        r"""`\pm 1`."""
        self.advance()
        value = self.argument()
        return value, Negative(value)

    def _one(self, variables: tuple[Symbol, ...], *, relation: str, bound: Node) -> Binder:
        if len(variables) > 1:
            raise self.stumble("a condition below a sum is read for one variable")
        return Binder(variables, relation=RELATIONS[relation], bound=bound)

    def _of_set(self, binder: Binder) -> Binder:
        r"""`\mathcal{Z}`: the whole domain; `\{1, \dots, n\}`: the integers from 1 to n; `\{0, 1\}^n`, `\{\pm 1\}`."""
        if self.skip("\\{"):
            found = self._elements(binder)
            self.expect("\\}", "behind the elements")
        elif self.skip("["):
            found = Binder(binder.variables, Number("1"), self.expression())
            self.expect("]", "behind the number of elements")
        else:
            self.symbol("the set")
            found = binder
        if self.skip("^"):
            length = self.argument()
            found = replace(found, length=length) if found.listed else found
        return found

    def _elements(self, binder: Binder) -> Binder:
        if self.at_command("pm"):
            return replace(binder, listed=self._either_sign())
        first = self.expression()
        if not self.skip(","):
            raise self.stumble("a set of one value is not read here: put the value in")
        return self._listed(binder.variables, first)

    def _conditioned(self, found: Binder) -> Binder:
        r"""`j : j \neq i` is a condition on the variable; `z : q(z|x) \neq 0` leaves out what adds nothing."""
        start = self.peek()
        with self.ending_at(""):
            left = self.expression()
            token = self.advance()
            if token.kind != "relation":
                raise self.stumble("a condition below a sum is a comparison", token)
            right = self.expression()
        if isinstance(left, Density) and right == Number("0") and token.text in ("!=", ">"):
            return found
        if left == found.variables[0] and found.relation is None and found.low is None:
            return self._one(found.variables, relation=token.text, bound=right)
        raise self.stumble("this condition below a sum is not read", start)
