"""A Python module as one cell that runs statement by statement."""

from __future__ import annotations

import codecs
import io
import tokenize

from grader.records import Cell, CellKind
from grader.submission.document import Document
from grader.submission.text import Text, decode, unix_lines

# Python takes them in a coding cookie; they are slow or no encoding of source files.
_REFUSED_CODECS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_MOST_BYTES = 10_000_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's too


def read_module(data: bytes, name: str) -> Document:
    """The module's text, decoded as its cookie or byte order mark says; Latin-1 with a note where that fails."""
    if len(data) > _MOST_BYTES:
        return Document(problem=f"{name} is too large for a module ({len(data) / 1e6:,.0f} MB)")
    if b"\0" in data and not data.startswith(_WIDE_MARKS):
        return Document(problem=f"{name} is a binary file, not Python source")
    text = _decoded(data, name)
    if "\0" in text.text:
        return Document(problem=f"{name} is a binary file, not Python source")
    notes = (text.note,) if text.note else ()
    if not text.text.strip():
        return Document(notes=(*notes, f"{name} is empty"))
    return Document((Cell(CellKind.SCRIPT, text.text, name),), notes=notes)


def _decoded(data: bytes, name: str) -> Text:
    try:
        declared, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(declared).name not in _REFUSED_CODECS | {"utf-8"}:
            return Text(unix_lines(data.decode(declared)))
    except (SyntaxError, LookupError, UnicodeError):
        pass  # an unknown or a wrong cookie: the bytes themselves decide
    return decode(data, name)
