"""Notebooks that no Jupyter would write: cells or a problem, within a bounded time and a bounded memory."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.records import CellKind
from grader.submission.document import Document
from grader.submission.notebook import read_notebook

PER_BYTE = 400  # of memory: an empty dict takes 64 and is written in three bytes, with room for the text's own copies
BASE = 300_000
SECONDS = 5.0


def read(data: bytes) -> Document:
    """As `read_notebook`, with an eye on what it costs and on what comes out."""
    tracemalloc.start()
    started = time.process_time()
    document = read_notebook(data, "hw.ipynb")
    seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < SECONDS
    assert peak <= BASE + PER_BYTE * len(data)
    assert document.problem is None or (not document.cells and "\n" not in document.problem)
    for cell in document.cells:
        assert cell.kind in CellKind
        cell.source.encode("utf-8")  # to be sent to a child, and stored
    for text in (document.assignment or "", *document.notes):
        text.encode("utf-8")
    return document


# --------------------------------------------------------------------------- JSON texts, with what JSON allows and not

atoms = st.sampled_from(
    [
        "null",
        "true",
        "NaN",
        "-Infinity",
        "1e999",
        "-0",
        "0x1",
        "9" * 30,
        '""',
        '"\\ud800"',
        '"\\u0000"',
        '"\ud7ff"',
        "'a'",
    ]
)
keys = st.sampled_from(
    ["cells", "cells", "cell_type", "source", "input", "metadata", "nbformat", "worksheets", "grader", "assignment",
     "kernelspec", "language", "level", "outputs", ""]
)  # fmt: skip
words = st.sampled_from(
    ["code", "markdown", "raw", "heading", "python", "R", "x = 1\n", "<<<<<<< a", "%%bash\nls", "\ud800"]
)


def listed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]")


def tabled(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Keys may come twice."""
    pairs = st.lists(st.tuples(keys, inner), max_size=5)
    return pairs.map(lambda items: "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in items) + "}")


texts = st.recursive(
    atoms | words.map(json.dumps) | st.integers(-3, 7).map(str) | st.text(max_size=9).map(json.dumps),
    lambda inner: listed(inner) | tabled(inner),
    max_leaves=15,
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": words.map(json.dumps) | texts,
        "source": texts | listed(words.map(json.dumps)),
        "level": texts,
    },
).map(lambda table: "{" + ", ".join(f'"{key}": {value}' for key, value in table.items()) + "}")
notebooks = st.tuples(
    st.sampled_from(["4", "3", "2", "1", "5", "null", "4.5", "true"]), listed(cells | texts), texts
).map(
    lambda parts: (
        f'{{"nbformat": {parts[0]}, "cells": {parts[1]}, "worksheets": [{{"cells": {parts[1]}}}], "metadata": {parts[2]}}}'
    )
)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])


@settings(max_examples=300)
@given(texts | notebooks, encodings)
@example('{"cells": [{"cell_type": "code", "source": ["\\ud800", null, {"a": 1}]}]}', "utf-8")
@example('{"cells": [{"cell_type": ["code"], "source": "x"}], "nbformat": 4}', "utf-8")
@example('{"cells": [{"cell_type": "heading", "source": "x", "level": 1e999}], "nbformat": 3}', "utf-8")
@example(
    '{"cells": [], "metadata": {"grader": {"assignment": "\\udfff"}, "kernelspec": {"language": "\\udfff"}}}', "utf-8"
)
def test_any_json_text(text: str, encoding: str) -> None:
    read(text.encode(encoding, "replace"))


@settings(max_examples=150)
@given(notebooks, st.data())
def test_any_notebook_with_bytes_put_in_or_left_out(text: str, data: st.DataObject) -> None:
    raw = bytearray(text.encode("utf-8", "replace"))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"[" * 50, b'"', b"\\", b"}", b"\xff\xfe", b"\0"])
        )
    read(bytes(raw))


# --------------------------------------------------------------------------- the same, many times


def notebook_of(source: Any, times: int = 1) -> bytes:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": source}] * times}).encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * 100_000, id="brackets"),
        pytest.param(b'{"a":' * 100_000, id="braces"),
        pytest.param(b"[" + b"{}," * 200_000 + b"0]", id="empty tables"),
        pytest.param(b'{"cells":[' + b"[]," * 200_000 + b"0]}", id="damaged cells"),
        pytest.param(b'{"nbformat":' + b"9" * 100_000 + b"}", id="a long integer"),
        pytest.param(b'{"cells":[], "x": "' + b"\\u0041" * 100_000 + b'"}', id="escapes"),
        pytest.param(notebook_of("(" * 100_000), id="open brackets of Python"),
        pytest.param(notebook_of("x = " + "-" * 100_000 + "1"), id="signs"),
        pytest.param(notebook_of("a.b" * 50_000), id="attributes"),
        pytest.param(notebook_of(["x"] * 200_000), id="lines"),
        pytest.param(notebook_of("%%time\n" * 50_000), id="magics"),
        pytest.param(notebook_of("<<<<<<< " * 50_000), id="conflicts"),
        pytest.param(notebook_of("x = 1", 20_000), id="cells"),
        pytest.param(b"<<<<<<< HEAD\n" * 50_000, id="an unresolved merge"),
    ],
)
def test_much_of_one_thing_is_bounded(data: bytes) -> None:
    read(data)
