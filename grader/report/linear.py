"""A formula in MathML as one line of text, for terminals and logs: `∑_z q(z|x) log p(x|z)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from xml.etree import ElementTree as ET

from grader.report.mathml import allowed

_RELATIONS = {"\\ge": "≥", "\\geq": "≥", ">=": "≥", "\\le": "≤", "\\leq": "≤", "<=": "≤", "!=": "≠"}
# What stands between two terms with a blank on either side.
_INFIX = frozenset("+−·=<>≤≥≠‖")
_SIGNED = ("+", "−")
_ACCENTS: Mapping[str, str] = MappingProxyType({"^": "\u0302", "~": "\u0303", "¯": "\u0304"})
_BINDING = re.compile(r" ([=<>≤≥≠]) ")


def relation(sign: str) -> str:
    r"""`≥` for `>=` and for `\geq`."""
    return _RELATIONS.get(sign, sign)


def linear(source: str) -> str:
    """The formula of some MathML; what is no MathML as it is."""
    rebuilt = allowed(source)
    if rebuilt is None:
        return source
    try:
        # Of elements on a list, without a document type: there is nothing to expand.
        return _text(ET.fromstring(rebuilt))  # noqa: S314
    except ET.ParseError:  # a character that XML does not have
        return source


def _text(node: ET.Element) -> str:
    return _WRITERS.get(node.tag, _row)(node)


def _row(node: ET.Element) -> str:
    """Children beside each other, or what the element says itself."""
    parts = list(node)
    if not parts:
        return " " if node.tag == "mspace" else "".join(node.itertext())
    return "".join(_beside(parts, place) for place in range(len(parts)))


def _beside(parts: Sequence[ET.Element], place: int) -> str:
    """A fraction beside anything but a sign stands in brackets."""
    part = parts[place]
    text = _text(part)
    if _is_sign(part):
        return f" {text} " if place and _is_infix(part) else f"{text} " if text == "∇" else text
    loose = any(not _is_sign(other) for other in (*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2]))
    return f"({text})" if part.tag == "mfrac" and loose else text


def _is_sign(part: ET.Element) -> bool:
    return part.tag == "mo"


def _is_infix(part: ET.Element) -> bool:
    return _is_sign(part) and part.get("fence") is None and (part.text or "") in _INFIX


def _fraction(node: ET.Element) -> str:
    return "/".join(map(_operand, node))


def _operand(part: ET.Element) -> str:
    """Beside a slash, brackets stand around all that is not in one piece."""
    text = _text(part)
    pieces = part.tag == "mrow" and any(_parts_of(one) for one in part)
    return f"({text})" if part.tag == "mfrac" or pieces or text.startswith(_SIGNED) else text


def _parts_of(part: ET.Element) -> bool:
    """Whether this stands between two parts of a row."""
    return part.tag == "mspace" or _is_infix(part)


def _scripts(marks: str) -> Callable[[ET.Element], str]:
    def write(node: ET.Element) -> str:
        if not len(node):
            return _row(node)
        base, *scripts = node
        text = _text(base)
        if node.tag == "mover" and scripts and (accent := _ACCENTS.get("".join(scripts[0].itertext()))):
            return text + accent
        return text + "".join(f"{mark}{_script(part)}" for mark, part in zip(marks, scripts, strict=False))

    return write


def _script(part: ET.Element) -> str:
    text = _BINDING.sub(r"\1", _text(part))
    return text if len(text) == 1 or not len(part) else f"{{{text}}}"


def _root(node: ET.Element) -> str:
    return f"√({_row(node)})"


_WRITERS: Mapping[str, Callable[[ET.Element], str]] = MappingProxyType(
    {
        "mfrac": _fraction,
        "msub": _scripts("_"),
        "munder": _scripts("_"),
        "msup": _scripts("^"),
        "mover": _scripts("^"),
        "msubsup": _scripts("_^"),
        "munderover": _scripts("_^"),
        "msqrt": _root,
    }
)
