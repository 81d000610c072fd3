"""A formula as presentation MathML, for a report."""

from __future__ import annotations

import html

from grader.proof.rendering.boxes import Accent, Box, Fence, Fraction, Limits, Row, Script, Word
from grader.proof.rendering.layout import box
from grader.proof.rendering.plain import plain
from grader.proof.syntax import Node

# What a page takes: a longer or deeper formula is written as one line of text.
_MAX_LENGTH = 20_000
_MAX_DEPTH = 100
_MAX_TEXT = 3_000
_SPACE = '<mspace width="0.17em"></mspace>'


def mathml(node: Node) -> str:
    """`<math>…</math>` with brackets wherever the tree needs them; names are escaped."""
    content, depth = _written(box(node))
    if depth + 1 > _MAX_DEPTH or len(content) + len("<math></math>") > _MAX_LENGTH:
        text = plain(node)
        shown = text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"
        content = f"<mtext>{html.escape(shown)}</mtext>"
    return f"<math>{content}</math>"


def _written(part: Box) -> tuple[str, int]:
    """The elements of a part, one at the top, and how deep they are nested."""
    match part:
        case Word(text, element):
            return f"<{element}>{html.escape(text)}</{element}>", 1
        case Row(parts, gap):
            return _element("mrow", *parts, between=_SPACE if gap else "")
        case Fence(opening, body, closing):
            return _fence(opening, body, closing)
        case Fraction(top, bottom):
            return _element("mfrac", top, bottom)
        case Script(base, below, above):
            return _scripts(base, below, above, ("msub", "msup", "msubsup"))
        case Limits(sign, below, above):
            return _scripts(Word(sign, "mo"), below, above, ("munder", "mover", "munderover"))
        case Accent(base, mark, _):
            return _element("mover", base, Word(mark, "mo"))
    raise TypeError(part)


def _element(name: str, *parts: Box, between: str = "") -> tuple[str, int]:
    pieces: list[str] = []
    depth = 0
    previous: Box | None = None
    for part in parts:
        text, inner = _written(part)
        if previous is not None and not _is_sign(part) and not _is_sign(previous):
            pieces.append(between)
        pieces.append(text)
        depth = max(depth, inner)
        previous = part
    return f"<{name}>{''.join(pieces)}</{name}>", depth + 1


def _is_sign(part: Box) -> bool:
    """Signs have their own space around them."""
    return isinstance(part, Word) and part.element == "mo"


def _fence(opening: str, body: Box, closing: str) -> tuple[str, int]:
    inner, depth = _written(body)
    left = f'<mo fence="true" form="prefix">{html.escape(opening)}</mo>'
    right = f'<mo fence="true" form="postfix">{html.escape(closing)}</mo>'
    return f"<mrow>{left}{inner}{right}</mrow>", depth + 1


def _scripts(base: Box, below: Box | None, above: Box | None, names: tuple[str, str, str]) -> tuple[str, int]:
    if below is not None and above is not None:
        return _element(names[2], base, below, above)
    if below is not None:
        return _element(names[0], base, below)
    return _element(names[1], base, above) if above is not None else _written(base)
