"""A formula as one line of text: `∑_z q(z|x) log p(x|z)`."""

from __future__ import annotations

from grader.proof.rendering.boxes import Accent, Box, Fence, Fraction, Limits, Row, Script, Word
from grader.proof.rendering.layout import box
from grader.proof.syntax import Node

_SPACED = ("+", "−")


def plain(node: Node) -> str:
    """The formula for a terminal or a sentence."""
    return _text(box(node))


def _text(part: Box) -> str:
    match part:
        case Word(text):
            return text
        case Row(parts, gap):
            return gap.join(_beside(parts, place) if gap else _text(inner) for place, inner in enumerate(parts))
        case Fence(opening, body, closing):
            return f"{opening}{_text(body)}{closing}"
        case Fraction(top, bottom):
            return f"{_operand(top)}/{_operand(bottom)}"
        case Script(base, below, above):
            return _text(base) + _script("_", below) + _script("^", above)
        case Limits(sign, below, above):
            return sign + _script("_", below) + _script("^", above)
        case Accent(base, _, combining):
            return _text(base) + combining
    raise TypeError(part)


def _beside(parts: tuple[Box, ...], place: int) -> str:
    """A fraction beside anything but a sign stands in brackets."""
    part = parts[place]
    neighbours = (*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2])
    signs = all(isinstance(other, Word) and other.element == "mo" for other in neighbours)
    return _text(part) if signs or not isinstance(part, Fraction) else f"({_text(part)})"


def _operand(part: Box) -> str:
    """In a fraction written with a slash, brackets stand around all that is not in one piece."""
    text = _text(part)
    loose = isinstance(part, Fraction) or (isinstance(part, Row) and (part.gap or text.startswith(_SPACED)))
    return f"({text})" if loose else text


def _script(mark: str, part: Box | None) -> str:
    if part is None:
        return ""
    text = _text(part)
    return f"{mark}{text}" if len(text) == 1 or isinstance(part, Word) else f"{mark}{{{text}}}"
