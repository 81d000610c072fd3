"""Text that others wrote, fit to be shown: no terminal sequences, no control characters, never too long."""

from __future__ import annotations

import re

# Escape sequences as in ECMA-48: CSI (colours, cursor), OSC (titles, links), and the two-character ones.
_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]")
# Control characters, lone surrogates (no encoding has them), non-characters, and the marks that turn the
# direction of writing around, with which a line can be made to read as something else.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A long text is cut to so many times the wanted length before it is cleaned: cleaning is what costs.
_SLACK = 4
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def encodable(text: str) -> str:
    """The same text, with lone surrogates replaced, so that UTF-8 can carry it."""
    return _SURROGATE.sub(REPLACEMENT, text)


def visible(text: str) -> str:
    """The same text, character by character, with a replacement for each that cannot be shown."""
    return _UNSHOWABLE.sub(REPLACEMENT, text)


def showable(text: str) -> str:
    """What a terminal would have left standing: no sequences, no overwritten lines (progress bars)."""
    text = _SEQUENCE.sub("", text).replace("\r\n", "\n")
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n"))
    return visible(text)


def shorten(text: str, limit: int) -> str:
    """Showable text of about `limit` characters: beginning, how much is left out, end."""
    size = len(text)
    if size > limit * _SLACK:
        return _joined(showable(text[: limit * _SLACK]), showable(text[-limit * _SLACK :]), size, limit)
    text = showable(text)
    return text if len(text) <= limit else _joined(text, text, len(text), limit)


def _joined(beginning: str, end: str, size: int, limit: int) -> str:
    tail = limit // 4
    left_out = f" … [{size - limit:,} characters left out] … "
    return beginning[: limit - tail] + left_out + end[len(end) - min(tail, len(end)) :]


def one_line(text: str, limit: int) -> str:
    """Showable text without line breaks or runs of blanks, cut at `limit` characters."""
    shown = " ".join(showable(text[: limit * _SLACK]).split())
    whole = len(shown) <= limit and len(text) <= limit * _SLACK
    return shown if whole else shown[: max(limit - 1, 0)] + "…"
