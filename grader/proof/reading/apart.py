r"""A line cut at its relations: what is left to read, member by member, where something in the line cannot be read."""

from __future__ import annotations

import re

from grader.proof.reading.rows import RELATION

_PIECE = re.compile(
    rf"(?P<open>\\(?:\{{|llbracket|lbrack)|[{{(\[])|(?P<close>\\(?:\}}|rrbracket|rbrack)|[}})\]])|(?P<relation>{RELATION})|\\[A-Za-z]+|\\."
)


def apart(line: str) -> list[str]:
    """The members of a line with the relations that lead to them; `=` below a sum or inside brackets cuts nothing."""
    depth, start, found = 0, 0, []
    for match in _PIECE.finditer(line):
        if match["relation"] and depth == 0:
            found.append(line[start : match.start()])
            start = match.start()
        depth += bool(match["open"]) - bool(match["close"])
    return [piece for piece in (*found, line[start:]) if piece.strip()]
