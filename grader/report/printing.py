"""Printing to a terminal, plainly.

Everything goes out as plain `Text`, never as markup: names and messages come from students, and neither their
brackets nor their escape sequences are to have a meaning here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from grader.report.badge import Badge, Tone
from grader.report.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

STYLES: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.GOOD: "green",
        Tone.PARTIAL: "yellow",
        Tone.BAD: "red",
        Tone.WAIT: "cyan",
        Tone.FAULT: "magenta",
        Tone.NONE: "dim",
    }
)

Piece = tuple[str, str]  # text and style


def status(console: Console, shown: Badge, width: int) -> Piece:
    symbol = shown.symbol if encodable(console, shown.symbol) == shown.symbol else shown.plain
    return (f"{symbol} {one_line(shown.word, 30)}".ljust(width), STYLES[shown.tone])


def encodable(console: Console, text: str) -> str:
    """The text with what this terminal has no letters for replaced: an old code page is no reason to fail."""
    return text.encode(console.encoding, "replace").decode(console.encoding)


def put(console: Console, *pieces: Piece) -> None:
    """One line that is never broken."""
    from rich.text import Text

    text = Text.assemble(*((encodable(console, text), style) for text, style in pieces))
    console.print(text, soft_wrap=True, highlight=False)


def prose(console: Console, indent: int, *pieces: Piece) -> None:
    """A paragraph, broken and indented to the width of a terminal; in a file every line stays whole."""
    from rich.padding import Padding
    from rich.text import Text

    text = Text.assemble(*((encodable(console, text), style) for text, style in pieces))
    if not console.is_terminal:
        for line in text.split(allow_blank=True):
            console.print(Text(" " * indent) + line, soft_wrap=True, highlight=False)
        return
    console.print(Padding(text, (0, 0, 0, indent)), highlight=False)
