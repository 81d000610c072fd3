from __future__ import annotations

import json
import runpy
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.records import CellKind
from grader.submission.layouts import read

AWKWARD = Path(__file__).parent / "awkward"
TABLE: dict[str, dict[str, Any]] = runpy.run_path(str(AWKWARD / "table.py"))["TABLE"]


@pytest.mark.parametrize("name", TABLE)
def test_gives_what_the_table_says(name: str) -> None:
    expected = TABLE[name]
    found = read(AWKWARD / name)
    if "problem" in expected:
        assert found.problem is not None
        assert expected["problem"] in found.problem
        assert found.problem.startswith(name)
        assert (found.cells, found.notes) == ((), ())
        return
    assert found.problem is None
    assert " ".join(f"{cell.kind} {cell.name.removeprefix('cell ')}" for cell in found.cells) == expected["cells"]
    assert found.assignment == expected.get("assignment", "ss2020_seminar2")
    codes = {cell.name for cell in found.cells if cell.kind is CellKind.CODE}
    assert codes >= {*expected.get("fails", {}), *expected.get("may_fail", [])}
    assert len(found.notes) == len(expected.get("notes", []))
    for note, piece in zip(found.notes, expected.get("notes", []), strict=True):
        assert piece in note
    assert found.files == (name,)
    for cell in found.cells:
        cell.source.encode("utf-8")  # whatever was handed in can be written down
        assert "\r" not in cell.source


def test_the_table_is_complete() -> None:
    assert set(TABLE) == {path.name for path in AWKWARD.iterdir() if ".ipynb" in path.name}


def test_the_files_are_what_the_builder_writes(make: SimpleNamespace) -> None:
    built = make.everything()
    assert set(built) == set(TABLE)
    assert [name for name, data in built.items() if (AWKWARD / name).read_bytes() != data] == []


def test_text_survives_the_encodings() -> None:
    for name in ("utf16.ipynb", "Übung_5_naïve_解答.ipynb"):
        assert "größe = 'Übung'\ndef σ(x):" in read(AWKWARD / name).cells[1].source
    assert "# größer" in read(AWKWARD / "latin1.ipynb").cells[1].source
    assert read(AWKWARD / "lone_surrogate.ipynb").cells[1].source == "smile = '\N{REPLACEMENT CHARACTER}'"


def test_old_formats_keep_all_worksheets() -> None:
    cells = read(AWKWARD / "nbformat3.ipynb").cells
    assert cells[0].source == "## Softmax"
    assert cells[1].source == "import numpy as np"
    assert cells[3].source.startswith("<!-- derivation: 2a -->")


def test_retyped_cells_lose_their_wrapping() -> None:
    cells = read(AWKWARD / "wrong_types.ipynb").cells
    assert "```" not in cells[0].source
    assert cells[5].source.startswith("<!-- text: 2c -->")


def test_five_megabytes_of_output_are_cheap(tmp_path: Path, make: SimpleNamespace) -> None:
    streams = [{"output_type": "stream", "name": "stdout", "text": ["0123456789" * 10 + "\n"] * 25_000}]
    image = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 2_500_000}}
    loud = make.code("print(1)", outputs=[*streams, image])
    path = tmp_path / "loud.ipynb"
    path.write_bytes(json.dumps(make.notebook(loud, make.code("x = 1"))).encode())
    assert path.stat().st_size > 5_000_000
    start = time.process_time()
    found = read(path)
    assert time.process_time() - start < 0.5
    assert [(cell.kind, cell.source) for cell in found.cells] == [
        (CellKind.CODE, "print(1)"),
        (CellKind.CODE, "x = 1"),
    ]
