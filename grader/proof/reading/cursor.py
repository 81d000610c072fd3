"""Where the reader stands in a line: looking ahead, moving on, and giving up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from grader.proof.reading.departures import Departures
from grader.proof.reading.lexeme import Token
from grader.proof.reading.stumble import Stumble
from grader.proof.syntax import Node, Symbol, Vocabulary

# Far below what Python's stack allows, and above what a person can read.
_MAX_DEPTH = 24
OPENING = {"(": ")", "[": "]", "\\{": "\\}", "{": "}"}


class Cursor(ABC):
    """Reads `tokens`, the last of which is the end. The parts of the grammar are mixed in."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary, departures: Departures) -> None:
        self.vocabulary = vocabulary
        self.departures = departures
        self.steps = 0  # what this reading has cost so far
        self._tokens = tokens
        self._index = 0
        self._depth = 0
        self._bars = ""  # which bars end what is being read, instead of beginning an absolute value
        self._stops: set[int] = set()  # the d of dz that ends an integral

    @abstractmethod
    def expression(self) -> Node:
        """Terms with plus and minus between them."""

    @abstractmethod
    def product(self) -> Node:
        """One term."""

    @abstractmethod
    def factor(self) -> Node:
        """One factor of a term."""

    @abstractmethod
    def begins_factor(self) -> bool:
        """Whether what comes next can be one more factor, without a sign between."""

    @abstractmethod
    def begins_operator(self) -> bool:
        """Whether it is a logarithm, a sum, a derivative …, whose name keeps it apart from what is before it."""

    @abstractmethod
    def begins_derivative(self) -> bool:
        """Whether a fraction of differentials stands here."""

    @abstractmethod
    def unexpected(self) -> Stumble:
        """What to say of a token that nothing can begin or go on with."""

    @abstractmethod
    def powered(self, base: Node) -> Node:
        """A factor with the exponent that stands behind it."""

    @abstractmethod
    def argument(self) -> Node:
        """A group in braces or a single token."""

    @abstractmethod
    def group(self) -> Node:
        """What stands in brackets, which come next."""

    @abstractmethod
    def infinity(self) -> Node:
        """The end of an integral."""

    @abstractmethod
    def indices(self) -> tuple[Node, ...]:
        """What stands below a name; nothing where no subscript follows."""

    @abstractmethod
    def symbol(self, what: str) -> Symbol:
        """A name with its indices, whatever the vocabulary makes of it."""

    # ------------------------------------------------------------------- looking

    def peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._index + ahead, len(self._tokens) - 1)]

    def at(self, *signs: str) -> bool:
        return self.peek().is_sign(*signs)

    def at_command(self, *names: str) -> bool:
        return self.peek().is_command(*names)

    def at_name(self, *names: str) -> bool:
        return self.peek().is_name(*names)

    def at_bracket(self) -> bool:
        return self.at("(", "[", "\\{")

    def at_stop(self) -> bool:
        return self._index in self._stops

    def declared(self, name: str) -> bool:
        """Whether the claim says what this name is."""
        given = self.vocabulary
        return any(
            name in names
            for names in (given.densities, given.functions, given.parameters, given.vectors, given.domains)
        )

    def inside(self, start: int = 0) -> Iterator[tuple[int, int, Token]]:
        """What follows, up to the bracket that ends it: how far ahead, how deep in further brackets, and what."""
        depth = 0
        for ahead in range(start, len(self._tokens) - self._index - 1):
            token = self.peek(ahead)
            self.steps += 1
            closes = token.is_sign(*OPENING.values()) or token.is_command("rrbracket")
            if closes and depth == 0:
                return
            depth -= closes
            yield ahead, depth, token
            depth += token.is_sign(*OPENING) or token.is_command("llbracket")

    # ------------------------------------------------------------------- moving

    def advance(self) -> Token:
        token = self.peek()
        self._index += 1
        self.steps += 1
        return token

    def skip(self, *signs: str) -> bool:
        """Moves over one of the signs, if it is there."""
        found = self.at(*signs)
        if found:
            self.advance()
        return found

    def expect(self, sign: str, after: str) -> None:
        if not self.skip(sign):
            raise self.stumble(f"{_shown(sign)} is missing {after}")

    def open_bracket(self, after: str) -> str:
        """Moves over an opening bracket; the sign that closes it."""
        if not self.at_bracket():
            raise self.stumble(f"a bracket is missing {after}")
        return OPENING[self.advance().text]

    def stumble(self, message: str, token: Token | None = None) -> Stumble:
        """The end of reading, at the next token if none is named."""
        token = token or self.peek()
        return Stumble(token.written, token.position, f"{message} (found: {token.written})")

    @contextmanager
    def ending_at(self, bars: str) -> Iterator[None]:
        """While inside, the bars named close what is being read; all others begin an absolute value."""
        before, self._bars = self._bars, bars
        yield
        self._bars = before

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise self.stumble(f"brackets, fractions and sums are nested more than {_MAX_DEPTH} deep")
        yield
        self._depth -= 1

    def ends_here(self, bar: str) -> bool:
        return bar in self._bars

    def stop_at(self, ahead: int) -> None:
        """A term ends there, whatever follows."""
        self._stops.add(self._index + ahead)


def _shown(sign: str) -> str:
    return sign.removeprefix("\\")
