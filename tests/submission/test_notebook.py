from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.records import Cell, CellKind
from grader.submission.document import Document
from grader.submission.notebook import looks_like_notebook, read_notebook

KINDS = {"code": CellKind.CODE, "markdown": CellKind.MARKDOWN, "raw": CellKind.MARKDOWN}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ODD_CELL = st.dictionaries(
    st.sampled_from(["cell_type", "source", "input", "level", "outputs", "metadata", "id"]),
    st.sampled_from(["code", "markdown", "raw", "heading", "html", "def f():\n return 1", "<!-- text: 1 -->", "\ud800"])
    | JSON,
)
ODD_NOTEBOOK = st.fixed_dictionaries(
    {},
    optional={
        "cells": st.lists(ODD_CELL | JSON, max_size=4) | JSON,
        "worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(ODD_CELL, max_size=3)}) | JSON, max_size=3)
        | JSON,
        "nbformat": st.integers(0, 6) | JSON,
        "metadata": st.fixed_dictionaries({"grader": JSON, "kernelspec": JSON, "language_info": JSON}) | JSON,
    },
)


def is_sound(document: Document) -> bool:
    if document.problem is not None:
        return document.cells == () and "\n" not in document.problem
    return all(
        cell.source.strip() and cell.source.encode() and cell.name.startswith("cell ") for cell in document.cells
    )


@given(st.lists(st.tuples(st.sampled_from(["code", "markdown", "raw"]), st.text(max_size=30)), max_size=5))
def test_reads_what_nbformat_writes(make: SimpleNamespace, cells: list[tuple[str, str]]) -> None:
    new = nbformat.v4.new_notebook(
        cells=[getattr(nbformat.v4, f"new_{kind}_cell")(source) for kind, source in cells],
        metadata={"grader": {"assignment": "hw1"}},
    )
    read = read_notebook(nbformat.writes(new).encode(), "hw.ipynb")
    expected = tuple(
        Cell(KINDS[kind], source.replace("\r\n", "\n").replace("\r", "\n"), f"cell {number}")
        for number, (kind, source) in enumerate(cells, start=1)
        if source.strip()
    )
    assert read.cells == expected
    assert read.assignment == "hw1"


@pytest.mark.parametrize("name", ["nbformat2.ipynb", "nbformat3.ipynb"])
@pytest.mark.filterwarnings("ignore")
def test_old_formats_are_read_as_nbformat_upgrades_them(awkward: Any, name: str) -> None:
    data = (awkward / name).read_bytes()
    upgraded = nbformat.convert(nbformat.reader.reads(data.decode()), 4)
    expected = [(KINDS[cell.cell_type], cell.source) for cell in upgraded.cells]
    assert [(cell.kind, cell.source) for cell in read_notebook(data, name).cells] == expected


@given(ODD_NOTEBOOK)
def test_odd_dictionaries(odd: dict[str, Any]) -> None:
    assert is_sound(read_notebook(json.dumps(odd).encode(), "hw.ipynb"))


@given(JSON)
def test_any_json(value: Any) -> None:
    assert is_sound(read_notebook(json.dumps(value).encode(), "hw.ipynb"))


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert is_sound(read_notebook(data, "hw.ipynb"))


@settings(max_examples=300)
@given(st.data())
def test_mutated_notebooks(make: SimpleNamespace, data: st.DataObject) -> None:
    book = make.notebook(make.code("def f():\n    return 'é'"), make.markdown("```python\ndef g():\n    return 1\n```"))
    whole = bytearray(make.dumped(book))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
        whole = whole or bytearray(b"{")
    assert is_sound(read_notebook(bytes(whole), "hw.ipynb"))


@given(st.integers(0, 700))
def test_every_truncation_is_a_problem_that_says_so(make: SimpleNamespace, length: int) -> None:
    whole = make.dumped(make.notebook(make.code("x = [1, 2, 'größe']"), make.markdown("text"))).rstrip()
    read = read_notebook(whole[: min(length, len(whole) - 1)], "hw.ipynb")
    assert read.problem is not None
    assert is_sound(read)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b'{"cells": [' + b"[]," * 2_000_000,
        b'{"a":' * 200_000,
        b'{"cells": [' + b'{"cell_type": "markdown", "source": "def f(): return 1"},' * 2_000 + b"{}]}",
        json.dumps({"cells": [{"cell_type": "markdown", "source": "def f():\n return x" + ".a" * 90_000}]}).encode(),
        json.dumps({"cells": [{"cell_type": "markdown", "source": "def f():\n return " + "-" * 90_000 + "1"}]}).encode(),
        json.dumps({"cells": [{"cell_type": "markdown", "source": "```\n" * 60_000 + "def f"}]}).encode(),
        json.dumps({"cells": [{"cell_type": "code", "source": "<!--" * 100_000}]}).encode(),
        json.dumps({"cells": [{"cell_type": "code", "source": "%%markdown" + " " * 200_000}]}).encode(),
        json.dumps({"cells": [{"cell_type": "raw", "source": "\n" * 200_000 + "class A: x = 1"}]}).encode(),
        json.dumps({"cells": [{"cell_type": "raw", "source": ("async" + " " * 300) * 300 + "\ndef f(): return 1"}]}).encode(),
    ],
    ids=range(11),
)  # fmt: skip
def test_hostile_notebooks_are_quick(data: bytes) -> None:
    start = time.process_time()
    assert is_sound(read_notebook(data, "hw.ipynb"))
    assert time.process_time() - start < 60  # quadratic work on these would take many minutes


def test_cells_for_text_are_searched_for_python_in_bounded_time(make: SimpleNamespace) -> None:
    hard = "def f():\n    return 1\nf'" + "{1}" * 65_000 + "'"  # takes the parser quadratic time
    start = time.process_time()
    read = read_notebook(
        make.dumped(make.notebook(*[make.markdown(hard)] * 3, make.markdown("def g():\n    return 1"))), "x"
    )
    assert time.process_time() - start < 5
    assert [cell.kind for cell in read.cells] == [CellKind.MARKDOWN] * 3 + [CellKind.CODE]
    assert read.notes == (
        "cell 4 is a markdown cell that holds Python: it was run as code",
        (
            "cell 1, cell 2, cell 3 may hold Python in a cell for text: left as text, as only 20,000 characters a cell "
            "and 200,000 a notebook are searched for it"
        ),
    )


def test_a_notebook_can_be_read_without_the_search(make: SimpleNamespace) -> None:
    data = make.dumped(make.notebook(make.markdown("def g():\n    return 1")))
    assert [cell.kind for cell in read_notebook(data, "x", search=False).cells] == [CellKind.MARKDOWN]


def test_too_large_is_refused_before_it_is_read() -> None:
    assert read_notebook(b" " * 100_000_001, "a.ipynb").problem == (
        "a.ipynb is too large for a notebook (100 MB): clear its outputs"
    )
    assert "more than 3,000,000 brackets" in (read_notebook(b"[" * 3_000_001, "a.ipynb").problem or "")


def test_cells_count_from_one_and_blank_ones_too(make: SimpleNamespace) -> None:
    book = make.notebook(make.markdown(""), make.code("a"), make.code(" "), make.code("b"))
    assert [cell.name for cell in read_notebook(make.dumped(book), "x").cells] == ["cell 2", "cell 4"]


@pytest.mark.parametrize(
    "metadata", [{}, {"grader": None}, {"grader": {"assignment": 3}}, {"grader": {"assignment": ""}}, []]
)
def test_no_assignment(make: SimpleNamespace, metadata: Any) -> None:
    read = read_notebook(make.dumped(make.notebook(make.code("a"), metadata=metadata)), "x")
    assert (read.assignment, read.problem, read.notes) == (None, None, ())


@pytest.mark.parametrize(
    ("beginning", "what"),
    [(b"PK\x03\x04\x00", "a zip file"), (b"%PDF-1.7", "a PDF"), (b"\n<HTML>", "a web page"),
     (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer")],
)  # fmt: skip
def test_other_files_in_disguise(beginning: bytes, what: str) -> None:
    assert f"hw.ipynb is no notebook but {what}" in (read_notebook(beginning, "hw.ipynb").problem or "")


def test_notebooks_under_other_names(notebook: Callable[..., bytes]) -> None:
    assert looks_like_notebook(b"\xef\xbb\xbf\n" + notebook("x = 1"))
    assert not looks_like_notebook(b'{"a": 1}')
    assert not looks_like_notebook(b'x = {"nbformat": 4}')
