"""MathML that may go into a page as it is: rebuilt from a list of allowed elements and attributes.

What comes in was made by the grader, but around names that students chose; so it is not trusted, it is read
and written anew. Only presentation elements pass. `semantics`, `annotation-xml` and everything with a link or
a script stay out: they are the ways from MathML back into HTML.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_ELEMENTS = frozenset(
    (
        *("math", "mi", "mn", "mo", "ms", "mtext", "mspace"),
        *("mrow", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded", "mphantom"),
        *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts"),
        *("mtable", "mtr", "mtd"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("display", "displaystyle", "scriptlevel", "mathvariant", "dir"),
        *("stretchy", "symmetric", "fence", "separator", "form", "largeop", "movablelimits"),
        *("accent", "accentunder", "lspace", "rspace", "minsize", "maxsize"),
        *("linethickness", "width", "height", "depth", "voffset"),
        *("columnalign", "rowalign", "columnspan", "rowspan"),
    )
)
_VALUE = re.compile(r"[A-Za-z0-9 .%+-]{0,40}")
_MAX_DEPTH = 100
_MAX_LENGTH = 20_000


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """Something that is not on the list."""


class _Rebuilder(HTMLParser):
    """Collects in `pieces` what is allowed; anything else ends it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ELEMENTS or (tag == "math") != (not self.open) or len(self.open) >= _MAX_DEPTH:
            raise _Refused
        kept = [(name, value or "") for name, value in attrs if name in _ATTRIBUTES]
        written = [f' {name}="{value}"' for name, value in kept if _VALUE.fullmatch(value)]
        self.pieces.append(f"<{tag}{''.join(written)}>")
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML has no self-closing MathML but by its own rule for foreign elements: spell the end out.
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise _Refused
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.open and data.strip():
            raise _Refused
        self.pieces.append(html.escape(data))

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the base class names it
        raise _Refused

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - the base class names it
        raise _Refused

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - the base class names it
        raise _Refused

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002
        raise _Refused


def allowed(source: str) -> str | None:
    """`source` rebuilt, or None where it is anything but well-formed `<math>` of allowed elements.

    Attributes that are not on the list are dropped; they carry nothing that a formula needs.
    """
    if len(source) > _MAX_LENGTH:
        return None
    parser = _Rebuilder()
    try:
        parser.feed(source.strip())
        parser.close()
    except _Refused:
        return None
    return "".join(parser.pieces) if parser.pieces and not parser.open else None
