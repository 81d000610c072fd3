"""Text that others wrote, fit to be shown: no terminal sequences, no control characters, never too long."""

from __future__ import annotations

import re

# Escape sequences as in ECMA-48: CSI (colours, cursor), OSC (titles, links), and the two-character ones.
_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]")
# Control characters, lone surrogates (no encoding has them), non-characters, and the marks that turn the
# direction of writing around, with which a line can be made to read as something else.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def encodable(text: str) -> str:
    """The same text, with lone surrogates replaced, so that UTF-8 can carry it."""
    return _SURROGATE.sub(REPLACEMENT, text)


def showable(text: str) -> str:
    """What a terminal would have left standing: no sequences, no overwritten lines (progress bars)."""
    text = _SEQUENCE.sub("", text).replace("\r\n", "\n")
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n"))
    return _UNSHOWABLE.sub(REPLACEMENT, text)


def shorten(text: str, limit: int) -> str:
    """Showable text of about `limit` characters: beginning, how much is left out, end."""
    text = showable(text)
    if len(text) <= limit:
        return text
    tail = limit // 4
    head = limit - tail
    return f"{text[:head]} … [{len(text) - limit:,} characters left out] … {text[len(text) - tail :]}"


def one_line(text: str, limit: int) -> str:
    """Showable text without line breaks or runs of blanks, cut at `limit` characters."""
    text = " ".join(showable(text).split())
    return text if len(text) <= limit else text[: max(limit - 1, 0)] + "…"
