"""The cells of a notebook, read leniently.

Formats 4.0 to 4.5 as nbformat describes them, and 2 and 3, which kept cells in worksheets. The dictionaries
are read as they are: a cell without an id, a missing list of outputs or unknown metadata fail nbformat's
schema and harm nobody here. Outputs are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from grader.records import Cell, CellKind
from grader.submission.document import Document
from grader.submission.retype import Parser, answer_in
from grader.submission.text import decode, unix_lines, without_surrogates

# A parsed value costs up to 232 bytes a bracket: these bounds keep a hostile file below 1 GB.
_MOST_BYTES = 100_000_000
_MOST_BRACKETS = 3_000_000
_KINDS = {
    "code": CellKind.CODE,
    "markdown": CellKind.MARKDOWN,
    "raw": CellKind.MARKDOWN,
    "html": CellKind.MARKDOWN,
}
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
_FOREIGN = (
    ("PK\x03\x04", "a zip file"),
    ("%PDF", "a PDF"),
    ("<!doctype", "a web page"),
    ("<html", "a web page"),
    ("<?xml", "an XML file"),
    ("version https://git-lfs", "a Git LFS pointer: the file itself was not handed in"),
)


def read_notebook(data: bytes, name: str, *, search: bool = True) -> Document:
    """The cells of an `.ipynb`. Never raises.

    Args:
        data: the file.
        name: what messages call it.
        search: whether code in cells for text is looked for, which is slow.
    """
    if len(data) > _MOST_BYTES:
        return Document(problem=f"{name} is too large for a notebook ({len(data) / 1e6:,.0f} MB): clear its outputs")
    text = decode(data, name)
    loaded = _load(text.text, name)
    if isinstance(loaded, str):
        return Document(problem=loaded)
    cells = _cells(loaded)
    if isinstance(cells, str):
        return Document(problem=f"{name} {cells}")
    notes = [*([text.note] if text.note else []), *_language(loaded, name)]
    parser = Parser() if search else None
    read = [_cell(cell, number, notes, parser) for number, cell in enumerate(cells, start=1)]
    too_much = parser.note() if parser is not None else None
    notes += [too_much] if too_much else []
    kept = tuple(cell for cell in read if cell is not None)
    if not cells:
        notes.append(f"{name} is empty: it holds no cells")
    elif not any(cell.kind is CellKind.CODE for cell in kept):
        notes.append(f"{name} holds no code")
    return Document(kept, _assignment(loaded), tuple(notes))


def looks_like_notebook(data: bytes) -> bool:
    """Whether a file of another name is a notebook all the same."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"nbformat"' in data


def _load(text: str, name: str) -> dict[str, Any] | str:
    """The parsed JSON object, or what is wrong with it."""
    if not text.strip():
        return f"{name} is empty ({len(text)} characters)"
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        return f"{name} holds more than {_MOST_BRACKETS:,} brackets: clear its outputs"
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        return f"{name} {_syntax(text, error)}"
    except RecursionError:
        return f"{name} is no notebook: its JSON is nested too deeply"
    except ValueError:  # all that is left after JSONDecodeError
        return f"{name} is no notebook: it holds an integer too long to read"
    return loaded if isinstance(loaded, dict) else f"{name} is JSON, but no notebook"


def _syntax(text: str, error: json.JSONDecodeError) -> str:
    start = text.lstrip()[:40].lower()
    for beginning, what in _FOREIGN:
        if start.startswith(beginning.lower()):
            return f"is no notebook but {what}"
    if error.pos == len(text) - len(text.lstrip()):
        return "is no notebook: it does not begin like JSON"
    place = f"line {error.lineno}, column {error.colno} (character {error.pos:,} of {len(text):,})"
    if _CONFLICT.search(text):
        return f"holds an unresolved merge conflict: invalid JSON at {place}"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        return f"is cut off: its JSON ends in the middle, at {place}"
    return f"is invalid JSON: {error.msg} at {place}"


def _cells(notebook: dict[str, Any]) -> list[Any] | str:
    """The cells in order, or why there are none."""
    major = notebook.get("nbformat", 4 if "cells" in notebook else 3)
    if not isinstance(major, int) or isinstance(major, bool):
        return "names no notebook format"
    if major < 2:
        return f"is in notebook format {major}, of 2010: save it again with a current Jupyter"
    if major > 4:
        return f"is in notebook format {major}, which is newer than this grader: save it as format 4"
    if major == 4:
        cells = notebook.get("cells")
        return cells if isinstance(cells, list) else 'is JSON, but no notebook: it has no list "cells"'
    sheets = notebook.get("worksheets")
    if not isinstance(sheets, list):
        return 'is JSON, but no notebook: it has neither "cells" nor "worksheets"'
    pages = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for page in pages if isinstance(page, list) for cell in page]


def _cell(cell: Any, number: int, notes: list[str], parser: Parser | None) -> Cell | None:
    name = f"cell {number}"
    if not isinstance(cell, dict):
        notes.append(f"{name} is damaged: it was left out")
        return None
    written = cell.get("cell_type")
    source = _source(cell)
    if not source.strip():
        return None
    if written == "heading":  # format 3 kept the level apart
        level = cell.get("level")
        hashes = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1)
        return Cell(CellKind.MARKDOWN, f"{hashes} {source}", name)
    if not isinstance(written, str) or written not in _KINDS:
        notes.append(f"{name} is of no known type: it was read as markdown")
        return Cell(CellKind.MARKDOWN, source, name)
    return _retyped(Cell(_KINDS[written], source, name), written, notes, parser)


def _source(cell: dict[str, Any]) -> str:
    """Format 4 writes `source`; 2 and 3 write the code as `input`. A list holds lines with their ends."""
    source = cell.get("source", cell.get("input"))
    lines = source if isinstance(source, list) else [source]
    return unix_lines(without_surrogates("".join(line for line in lines if isinstance(line, str))))


def _retyped(cell: Cell, written: str, notes: list[str], parser: Parser | None) -> Cell:
    if cell.kind is CellKind.CODE:
        answer = answer_in(cell.source)
        if answer is None:
            return cell
        notes.append(f"{cell.name} is a code cell that holds an answer in words: it was read as markdown")
        return Cell(CellKind.MARKDOWN, answer, cell.name)
    code = parser.python_in(cell.source, cell.name) if parser is not None else None
    if code is None:
        return cell
    notes.append(f"{cell.name} is a {written} cell that holds Python: it was run as code")
    return Cell(CellKind.CODE, code, cell.name)


def _assignment(notebook: dict[str, Any]) -> str | None:
    ours = _table(_table(notebook, "metadata"), "grader")
    assignment = ours.get("assignment")
    return without_surrogates(assignment) if isinstance(assignment, str) and assignment else None


def _language(notebook: dict[str, Any], name: str) -> Iterator[str]:
    metadata = _table(notebook, "metadata")
    language = _table(metadata, "kernelspec").get("language") or _table(metadata, "language_info").get("name")
    if isinstance(language, str) and "python" not in language.lower():
        yield f"{name} is written for {without_surrogates(language)[:40]}, not for Python"


def _table(table: dict[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}
