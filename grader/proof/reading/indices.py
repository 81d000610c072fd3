r"""What stands below a name: `x_i`, `w_{ij}`, `y_{i-1}`, `q_\phi`."""

from __future__ import annotations

from grader.proof.reading.cursor import Cursor
from grader.proof.reading.operands import product_of, sum_of
from grader.proof.syntax import Negative, Node, Number, Symbol

_SEPARATORS = (",", ";")


class Indices(Cursor):
    def indices(self) -> tuple[Node, ...]:
        if not self.skip("_"):
            return ()
        if not self.at("{"):
            return (self._single(),)
        with self.deeper():
            self.advance()
            found: list[Node] = []
            while not self.skip("}"):
                found += self._index_group()
                while self.skip(*_SEPARATORS):
                    pass
            if not found:
                raise self.stumble("an index is missing")
            return tuple(found)

    def symbol(self, what: str) -> Symbol:
        if not self.at_name():
            raise self.stumble(f"{what} is missing")
        name = self.advance().text
        indices = self.indices()
        while self.skip("'"):
            name += "'"
        return Symbol(name, indices)

    def _index_group(self) -> list[Node]:
        """What stands between two commas: one index for each letter, or one that is a sum."""
        found = [self._signed_atom()]
        while self.at_name() or self.peek().kind == "number":
            found.append(self._atom())
        if not self.at("+", "-"):
            return found
        terms = [product_of(found)]
        while self.at("+", "-"):
            terms.append(self._signed_atom())
        return [sum_of(terms)]

    def _signed_atom(self) -> Node:
        negative = self.at("-")
        self.skip("+", "-")
        return Negative(self._atom()) if negative else self._atom()

    def _atom(self) -> Node:
        with self.deeper():
            return self.symbol("an index") if self.at_name() else self._single()

    def _single(self) -> Node:
        """One letter or number: what TeX takes for the index where braces are left out."""
        if self.peek().kind == "number":
            return Number(self.advance().text)
        if self.at_name():
            return Symbol(self.advance().text)
        raise self.stumble("this cannot be an index")
