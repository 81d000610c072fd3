"""Every byte that is not asked for stays."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.export.spreadsheet import filled, read

CELLS = st.text(alphabet='ab,;"\t \né', max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("sheets") / "sheet.csv"


def written(table, delimiter, end, quoting):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
    return text.getvalue()


@given(
    TABLES,
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "latin-1"]),
)
def test_reads_as_csv_does_and_gives_every_byte_back(file, table, delimiter, end, quoting, encoding):
    header = [f"column {i}" for i in range(5)]
    data = written([header, *table], delimiter, end, quoting).encode(encoding)
    file.write_bytes(data)
    sheet = read(file)
    assert sheet.delimiter == delimiter
    assert sheet.titles() == header
    assert [[cell.value for cell in row.cells] for row in sheet.rows] == [r for r in table if any(c.strip() for c in r)]
    assert filled(sheet, {}) == data


@given(TABLES, CELLS, st.data())
def test_one_cell_changes_and_no_other(file, table, value, data):
    table = [[*row, "last"] for row in table]
    before = written([["one", "two"], *table], ",", "\r\n", csv.QUOTE_MINIMAL)
    file.write_bytes(before.encode())
    sheet = read(file)
    row = data.draw(st.integers(0, len(table) - 1))
    column = data.draw(st.integers(0, len(table[row]) - 1))
    after = filled(sheet, {(row, column): value}).decode()
    table[row][column] = value
    assert list(csv.reader(io.StringIO(after, newline="")))[1:] == table
    cell = sheet.rows[row].cells[column]
    assert after.startswith(before[: cell.start])
    assert after.endswith(before[cell.end :])


def test_a_cell_in_quotes_stays_in_quotes(put):
    sheet = read(put("g.csv", b'a,b\n"1","2"\n'))
    assert filled(sheet, {(0, 1): "30"}) == b'a,b\n"1","30"\n'


def test_rows_are_left_out_whole(put):
    sheet = read(put("g.csv", b'a,b\r\n1,"x\r\ny"\r\n2,z\r\n'))
    assert filled(sheet, {(1, 1): "q"}, [0]) == b"a,b\r\n2,q\r\n"


def test_text_after_a_quote_belongs_to_the_cell(put):
    sheet = read(put("g.csv", b'a,b\n"1"x,"2""3"\n'))
    assert [cell.value for cell in sheet.rows[0].cells] == ["1x", '2"3']


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "an empty file"),
        (b"\n\r\n  \n", "an empty file"),
        (b'a,b\n1,"never ends\n', r"g.csv:2: a quote that never ends"),
        ("a,b\n".encode("utf-16"), "not plain CSV"),
        (b"PK\x03\x04 an xlsx", "not plain CSV"),
    ],
)
def test_what_is_no_csv_is_refused(put, data, words):
    with pytest.raises(UsageError, match=words):
        read(put("g.csv", data))


def test_a_missing_file(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path / "nowhere.csv")
