"""A CSV file that somebody else wrote: some of its cells are filled, the rest stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError

_BOM = "\ufeff"
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is what stands in the characters from `start` to `end`, without quotes around it."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """`end` is behind the line break."""

    cells: tuple[Cell, ...]
    start: int
    end: int

    def value(self, column: int | None) -> str:
        """Stripped; empty where the row has no such cell."""
        return self.cells[column].value.strip() if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The first row is the header; rows without any cell filled are no rows."""

    path: Path
    text: str
    encoding: str
    delimiter: str
    header: Row
    rows: tuple[Row, ...]

    def column(self, *names: str) -> int | None:
        """The first column that is called like one of `names`, case aside."""
        wanted = {name.casefold() for name in names}
        titles = (cell.value.strip().casefold() for cell in self.header.cells)
        return next((index for index, title in enumerate(titles) if title in wanted), None)

    def titles(self) -> list[str]:
        return [cell.value.strip() for cell in self.header.cells]


def read(path: Path) -> Spreadsheet:
    """Commas, semicolons or tabs; UTF-8 with or without a mark, else Latin-1.

    Raises:
        UsageError: the file cannot be read, is empty, or has a quote that never ends.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04")):
        raise UsageError(f"{path}: not plain CSV; export it again as CSV in UTF-8")
    encoding = _encoding(data)
    text = data.decode(encoding)
    delimiter = _delimiter(text)
    rows = [row for row in _rows(path, text, delimiter) if any(cell.value.strip() for cell in row.cells)]
    if not rows:
        raise UsageError(f"{path}: an empty file, expected a header")
    return Spreadsheet(path, text, encoding, delimiter, rows[0], tuple(rows[1:]))


def filled(sheet: Spreadsheet, values: Mapping[tuple[int, int], str], left_out: Collection[int] = ()) -> bytes:
    """The file with `values` by row and column (both from 0, the header not counted), without the rows `left_out`.

    A cell that was quoted stays quoted; every other byte is as it was.
    """
    changes = []
    for (row, column), value in values.items():
        cell = sheet.rows[row].cells[column]
        was_quoted = sheet.text[cell.start : cell.end].startswith('"')
        changes.append((cell.start, cell.end, _written(value, sheet.delimiter) if not was_quoted else _quoted(value)))
    changes += [(sheet.rows[row].start, sheet.rows[row].end, "") for row in left_out]
    pieces, reached = [], 0
    for start, end, value in sorted(changes):
        pieces += [sheet.text[reached:start], value]
        reached = end
    return "".join([*pieces, sheet.text[reached:]]).encode(sheet.encoding)


def _encoding(data: bytes) -> str:
    """Both give back exactly the bytes that they were read from."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _delimiter(text: str) -> str:
    """What separates the cells of the header, outside quotes."""
    first = re.sub(r'"[^"]*"', "", text.lstrip(_BOM).partition("\n")[0])
    return max(_DELIMITERS, key=first.count)


def _rows(path: Path, text: str, delimiter: str) -> list[Row]:
    d = re.escape(delimiter)
    # A cell in quotes (with whatever follows them), one that does not begin with a quote, or nothing; then its end.
    pattern = re.compile(rf'("[^"]*(?:""[^"]*)*"[^{d}\r\n]*|[^"{d}\r\n][^{d}\r\n]*|)({d}|\r\n|\n|\r|\Z)')
    rows: list[Row] = []
    cells: list[Cell] = []
    position = begun = len(_BOM) if text.startswith(_BOM) else 0
    while position < len(text) or cells:
        match = pattern.match(text, position)
        if match is None:
            raise UsageError(f"{path}:{text.count(chr(10), 0, position) + 1}: a quote that never ends")
        cells.append(Cell(*match.span(1), _value(match[1])))
        position = match.end()
        if match[2] != delimiter:
            rows.append(Row(tuple(cells), begun, position))
            cells, begun = [], position
    return rows


def _value(written: str) -> str:
    if not written.startswith('"'):
        return written
    closing = written.rindex('"')
    return written[1:closing].replace('""', '"') + written[closing + 1 :]


def _written(value: str, delimiter: str) -> str:
    return _quoted(value) if any(character in value for character in f'"{delimiter}\r\n') else value


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
