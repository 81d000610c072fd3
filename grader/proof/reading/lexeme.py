"""One token of a line, and what belongs together in braces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from grader.proof.reading.stumble import Stumble

Kind = Literal["number", "name", "command", "sign", "relation", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """`position` counts columns from 1; `text` is the canonical form, without a command's backslash."""

    kind: Kind
    text: str
    position: int
    written: str  # as the student wrote it, for messages

    def is_sign(self, *texts: str) -> bool:
        return self.kind == "sign" and self.text in texts

    def is_command(self, *texts: str) -> bool:
        return self.kind == "command" and self.text in texts

    def is_name(self, *texts: str) -> bool:
        """Any name, where no texts are given."""
        return self.kind == "name" and (not texts or self.text in texts)


def closing(tokens: Sequence[Token], start: int) -> int:
    """The index of the brace that closes the one at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        if tokens[index].is_sign("{", "}"):
            depth += 1 if tokens[index].text == "{" else -1
            if depth == 0:
                return index
    raise Stumble("{", tokens[start].position, "this brace { is never closed")


def argument_end(tokens: Sequence[Token], start: int) -> int:
    """The index behind the argument that begins at `start`: a group in braces, or one token."""
    if start >= len(tokens):
        last = tokens[-1]
        raise Stumble(last.written, last.position, f"nothing stands after {last.written}")
    return (closing(tokens, start) if tokens[start].is_sign("{") else start) + 1


def word_set(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())
