r"""What stands in brackets: groups, absolute values, norms, inner products, indicators, lists of arguments."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.proof.reading.cursor import OPENING, Cursor
from grader.proof.reading.lexeme import argument_end
from grader.proof.syntax import Absolute, Indicator, Inner, Node, Norm, Number, Relation, Symbol

RELATIONS: dict[str, Relation] = {"=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">", "!=": "!="}
ELIDED = "dots stand only between the components of one vector: x_1, \\dots, x_n"
_CLOSERS = {"|": "|", "‖": "‖", "lvert": "rvert", "lVert": "rVert"}
_SEPARATORS = (",", ";", "|")


@dataclass(slots=True)
class Arguments:
    """What stands in a function's brackets, before and behind the first bar, or the first semicolon."""

    given: list[Node] = field(default_factory=list)
    conditions: list[Node] = field(default_factory=list)

    def every(self) -> tuple[Node, ...]:
        return (*self.given, *self.conditions)


class Brackets(Cursor):
    def group(self) -> Node:
        """The expression between two brackets of any kind; `[a < b]` is an indicator."""
        opening = self.advance()
        end = OPENING[opening.text]
        with self.ending_at(""):
            inner = self.expression()
            if self.peek().kind == "relation" and opening.text == "[":
                inner = self._compared(inner)
        self.expect(end, f"to close the {opening.written} in column {opening.position}")
        return inner

    def fenced(self) -> Node:
        """A group, an absolute value or a norm."""
        opening = self.peek()
        if opening.text not in _CLOSERS:
            return self.group()
        self.advance()
        end = _CLOSERS[opening.text]
        with self.ending_at("|" if opening.text in ("|", "lvert") else "‖"):
            inner = self.expression()
        if not (self.at(end) or self.at_command("rvert" if end in ("|", "rvert") else "rVert")):
            raise self.stumble(f"the bar in column {opening.position} is never closed")
        self.advance()
        return Absolute(inner) if opening.text in ("|", "lvert") else Norm(inner)

    def angled(self) -> Node:
        r"""`\langle w, x \rangle`."""
        self.advance()
        with self.ending_at("|"):
            left = self.expression()
            if not self.skip(",", "|"):
                raise self.stumble("an inner product needs two vectors with a comma between them")
            right = self.expression()
        if not self.at_command("rangle"):
            raise self.stumble("the angle bracket is never closed")
        self.advance()
        return Inner(left, right)

    def double_bracketed(self) -> Node:
        r"""`\llbracket a < b \rrbracket`."""
        self.advance()
        with self.ending_at(""):
            found = self.comparison()
        if not self.at_command("rrbracket"):
            raise self.stumble("the double bracket is never closed")
        self.advance()
        return found

    def indicator(self) -> Node:
        r"""`\mathbb{1}[a < b]`, `\mathbf 1_{a < b}`."""
        self.advance()
        self.skip("_")
        if not self.at("{", "(", "[", "\\{"):
            raise self.stumble("an indicator needs a comparison in brackets")
        if self.at("{") and self.peek(1).is_sign("\\{", "(", "["):
            self.advance()
            found = self._bracketed_comparison()
            self.expect("}", "below the indicator")
            return found
        return self._bracketed_comparison()

    def comparison(self) -> Indicator:
        return self._compared(self.expression())

    def bracketed_event(self) -> Indicator:
        """`(a < b)` with any brackets."""
        if not self.at_bracket():
            raise self.stumble("an event in brackets is missing")
        return self._bracketed_comparison()

    def bracket_follows(self) -> bool:
        """Whether a bracket opens behind the name that comes next, if one does, its indices and its exponent."""
        place = self._index + self.at_name()
        while self._tokens[place].is_sign("_", "^", "'"):
            self.steps += 1
            place = place + 1 if self._tokens[place].is_sign("'") else argument_end(self._tokens, place + 1)
            place = min(place, len(self._tokens) - 1)
        return self._tokens[place].is_sign("(", "[", "\\{")

    def arguments(self) -> Arguments:
        """What a function or a distribution is given, in brackets."""
        opening = self.peek()
        end = self.open_bracket("around the arguments")
        found = Arguments()
        into = found.given
        with self.ending_at("|"):
            while True:
                into += self._argument_list()
                if self.skip("|") or (self.at(";") and into is found.given and self.skip(";")):
                    into = found.conditions
                elif not self.skip(",", ";"):
                    break
        self.expect(end, f"to close the {opening.written} in column {opening.position}")
        return found

    # ------------------------------------------------------------------- parts

    def _compared(self, left: Node) -> Indicator:
        token = self.peek()
        if token.kind != "relation":
            raise self.stumble("a comparison is missing: an indicator or event is written with <, \\le, = …")
        self.advance()
        right = self.expression()
        if self.peek().kind == "relation":
            raise self.stumble("two comparisons in one event are not read")
        return Indicator(left, RELATIONS[token.text], right)

    def _bracketed_comparison(self) -> Indicator:
        opening = self.advance()
        with self.ending_at(""):
            found = self.comparison()
        self.expect(OPENING[opening.text], f"to close the {opening.written} in column {opening.position}")
        return found

    def _argument_list(self) -> list[Node]:
        r"""Arguments up to a bar or semicolon; `x_1, \dots, x_n` is the whole x, and a lone dot stands for none."""
        found: list[Node] = []
        if self.at("*") and self.peek(1).is_sign(",", ";", "|", ")", "]", "\\}"):
            self.advance()
            return found
        while True:
            if self.at_command("dots"):
                self.advance()
                self.expect(",", "behind the dots")
                found = [self._elided(found, self.expression())]
            else:
                found.append(self._argument_value())
            if not self.skip(","):
                return found

    def _argument_value(self) -> Node:
        """`k = 1` is the value 1: which argument it belongs to is told by its place."""
        value = self.expression()
        if self.peek().kind == "relation" and self.peek().text == "=":
            self.advance()
            return self.expression()
        return value

    def _elided(self, before: list[Node], last: Node) -> Node:
        found = whole_vector(before[0], last) if before else None
        if found is None:
            raise self.stumble(ELIDED)
        return found


def whole_vector(first: Node, last: Node) -> Symbol | None:
    """The x of `x_1` and `x_n`; None if these are no first and last component of one vector."""
    if not isinstance(first, Symbol) or not isinstance(last, Symbol) or first.name != last.name:
        return None
    if len(first.indices) != 1 or len(last.indices) != 1 or first.indices[0] not in (Number("1"), Number("0")):
        return None
    return Symbol(first.name)
