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
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n.*?^ {0,3}\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TEX_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_MARK = re.compile(
    r"(?P<escaped>\\\\|\\\$)|(?P<dollars>\$\$)|(?P<open>\\\[)|(?P<close>\\\])"
    rf"|\\(?P<edge>begin|end)\{{(?P<name>{_ENVIRONMENTS})\*?\}}{_OPTIONS}"
)
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
    for ignored in (_HTML_COMMENT, _FENCE, _INLINE_CODE):
        text = ignored.sub(" ", text)
    displays: list[str] = []
    around: list[str] = []
    for inside, piece in _pieces(text):
        (displays if inside else around).append(piece)
    found = rows(_EDGES.sub(" ", _TEX_COMMENT.sub("", display)) for display in displays)
    prose = any(_WORDS.search(piece) for piece in around)
    return Written(tuple(_chains(found)), prose or any(not row.latex and row.reason for row in found))


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """What is inside displays and what is not. A display that is never closed ends at the next blank line."""
    position = 0
    while (start := _next_opening(text, position)) is not None:
        yield False, text[position : start.start()]
        end = _closing(text, start)
        if end is None:
            blank = re.compile(r"\n[ \t]*\n").search(text, start.end())
            stop = blank.start() if blank else len(text)
            yield True, text[start.end() : stop]
            position = stop
        else:
            yield True, text[start.end() : end.start()]
            position = end.end()
    yield False, text[position:]


def _next_opening(text: str, position: int) -> re.Match[str] | None:
    for match in _MARK.finditer(text, position):
        if match["dollars"] or match["open"] or match["edge"] == "begin":
            return match
    return None


def _closing(text: str, opening: re.Match[str]) -> re.Match[str] | None:
    nested = 1
    for match in _MARK.finditer(text, opening.end()):
        if opening["name"]:
            nested += (match["edge"] == "begin") - (match["edge"] == "end") if match["name"] == opening["name"] else 0
            if nested == 0:
                return match
        elif (opening["dollars"] and match["dollars"]) or (opening["open"] and match["close"]):
            return match
    return None


def _chains(found: list[Row]) -> Iterator[Chain]:
    chain: list[Line] = []
    for number, row in enumerate((row for row in found if row.latex), 1):
        if chain and not row.begins_with_relation:
            yield tuple(chain)
            chain = []
        chain.append(Line(row.latex, row.reason, number))
    if chain:
        yield tuple(chain)
