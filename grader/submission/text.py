"""Bytes to text, whichever editor saved them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """What the bytes say. `note` tells of an encoding that was guessed."""

    text: str
    note: str | None = None


def decode(data: bytes, name: str) -> Text:
    r"""UTF-8, or what a byte order mark says, else Latin-1 (which reads any byte); never fails.

    Lines end in "\n" afterwards.
    """
    for mark, encoding, title in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return Text(unix_lines(text), f"{name} is saved as {title}, read as such" if title else None)
    try:
        return Text(unix_lines(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        note = f"{name} is not UTF-8 (byte 0x{data[error.start]:02x} in line {line}): it was read as Latin-1"
        return Text(unix_lines(data.decode("latin-1")), note)


def unix_lines(text: str) -> str:
    r"""The text with "\n" for Windows' and old Macs' line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, which JSON can hold and UTF-8 cannot."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
