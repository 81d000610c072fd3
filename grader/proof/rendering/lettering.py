"""Names as they are written: accents, styles, Greek letters and primes."""

from __future__ import annotations

import unicodedata

from grader.proof.reading.symbols import NAMES, greek_letter
from grader.proof.rendering.boxes import Accent, Box, Script, Word

_ACCENTS = {"hat": ("^", "\u0302"), "tilde": ("~", "\u0303"), "bar": ("¯", "\u0304")}
_STYLES = {"cal": "SCRIPT", "bb": "DOUBLE-STRUCK", "frak": "FRAKTUR"}


def name_box(name: str) -> Box:
    """`hat x'`, `cal H`, `theta`, `ELBO`."""
    plain = name.rstrip("'")
    primes = "′" * (len(name) - len(plain))
    style, _, letter = plain.partition(" ")
    if style in _ACCENTS and letter:
        marked = Accent(name_box(letter), *_ACCENTS[style])
        return Script(marked, above=Word(primes, "mo")) if primes else marked
    if style in _STYLES and letter:
        return Word(_styled(letter, _STYLES[style]) + primes)
    return Word(_letter(plain) + primes)


def _styled(letter: str, style: str) -> str:
    size = "CAPITAL" if letter.isupper() else "SMALL"
    for title in (f"{style} {size} {letter.upper()}", f"MATHEMATICAL {style} {size} {letter.upper()}"):
        try:
            return unicodedata.lookup(title)
        except KeyError:
            continue
    return letter


def _letter(name: str) -> str:
    if name == "infty":
        return "∞"
    return greek_letter(name) if name in NAMES.values() and len(name) > 1 and name != "Pr" else name
