r"""The displays of a derivation, as chains of lines.

Read are `$$…$$`, `\[…\]` and the display environments of amsmath, with a line to each `\\`. What stands in code
is no part of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.proof.reading.rows import Row, rows

_ENVIRONMENTS = (
    "align|aligned|alignat|alignedat|flalign|equation|gather|gathered|multline|split|eqnarray|displaymath|math|array"
)
_OPTIONS = r"(?:\[[a-z]\])?(?:\{[rcl|@ 0-9]*\})?"
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_INLINE_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TEX_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_MARK = re.compile(
    r"(?P<escaped>\\\\|\\\$)|(?P<dollars>\$\$)|(?P<open>\\\[)|(?P<close>\\\])"
    rf"|\\(?P<edge>begin|end)\{{(?P<name>{_ENVIRONMENTS})\*?\}}{_OPTIONS}"
)
_BLANK = re.compile(r"\n[ \t]*\n")
_EDGES = re.compile(rf"\\(?:begin|end)\{{(?:{_ENVIRONMENTS})\*?\}}{_OPTIONS}")
# Far longer than any derivation; the rest is not looked at.
_MAX_LENGTH = 100_000
_WORDS = re.compile(r"\w|!\[|<img", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a display: the formula, the reason beside it, and its number among the lines of the answer."""

    latex: str
    reason: str
    number: int


Chain = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What an answer holds. `prose` says whether there is anything to read for a person beside the displays."""

    chains: tuple[Chain, ...]
    prose: bool


def written(text: str) -> Written:
    """The chains in the markdown of one answer.

    A line that begins with a relation goes on with the chain before it, also over the end of a display; one
    that begins without starts a new chain.
    """
    text = text[:_MAX_LENGTH].replace("\r\n", "\n").replace("\r", "\n")
    text = _INLINE_CODE.sub(" ", _without_code(_HTML_COMMENT.sub(" ", text)))
    displays: list[str] = []
    around: list[str] = []
    for inside, piece in _pieces(text):
        (displays if inside else around).append(piece)
    found = rows(_EDGES.sub(" ", _TEX_COMMENT.sub("", display)) for display in displays)
    prose = any(_WORDS.search(piece) for piece in around)
    return Written(tuple(_chains(found)), prose or any(not row.latex and row.reason for row in found))


def _without_code(text: str) -> str:
    """The text with blank lines for fenced blocks; a fence never closed is taken for a slip."""
    lines = text.split("\n")
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence is None:
            continue
        if opened is None:
            opened = number, fence[1]
        elif fence[1].startswith(opened[1]) and not line[fence.end() :].strip():
            lines[opened[0] : number + 1] = [""] * (number + 1 - opened[0])
            opened = None
    return "\n".join(lines)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """What is inside displays and what is not. A display that is never closed ends at the next blank line."""
    position = 0
    for opening, closing in _openings(text):
        if opening.start() < position:
            continue
        yield False, text[position : opening.start()]
        if closing is None:
            blank = _BLANK.search(text, opening.end())
            end = position = blank.start() if blank else len(text)
        else:
            end, position = closing.span()
        yield True, text[opening.end() : end]
    yield False, text[position:]


def _openings(text: str) -> list[tuple[re.Match[str], re.Match[str] | None]]:
    """Every mark that may open a display, in order, with the one that would close it, if any does.

    Found from the end: however many are never closed, what follows is not searched again for each.
    """
    found: list[tuple[re.Match[str], re.Match[str] | None]] = []
    dollars: re.Match[str] | None = None
    bracket: re.Match[str] | None = None
    ends: dict[str, list[re.Match[str]]] = {name: [] for name in _ENVIRONMENTS.split("|")}
    for mark in reversed(list(_MARK.finditer(text))):
        if mark["dollars"]:
            found.append((mark, dollars))
            dollars = mark
        elif mark["open"]:
            found.append((mark, bracket))
        elif mark["close"]:
            bracket = mark
        elif mark["edge"] == "end":
            ends[mark["name"]].append(mark)
        elif mark["edge"]:
            found.append((mark, ends[mark["name"]].pop() if ends[mark["name"]] else None))
    return found[::-1]


def _chains(found: list[Row]) -> Iterator[Chain]:
    chain: list[Line] = []
    for number, row in enumerate((row for row in found if row.latex), 1):
        if chain and not row.begins_with_relation:
            yield tuple(chain)
            chain = []
        chain.append(Line(row.latex, row.reason, number))
    if chain:
        yield tuple(chain)
