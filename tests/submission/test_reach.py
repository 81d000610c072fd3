from __future__ import annotations

import pytest

from grader.records import Cell, CellKind, Submission
from grader.submission.reach import reached

CELLS = (
    "import numpy as np\nSCALE = 2.0",
    "def helper(x):\n    return SCALE * x",
    "def f(x):\n    return helper(x)",
    "def g(x):\n    return np.sum(x)",
)


def submission(*sources, beside=None):
    cells = tuple(Cell(CellKind.CODE, source, f"cell {number}") for number, source in enumerate(sources, 1))
    return Submission("s", ("hw.ipynb",), "", cells, beside=beside or {})


def changed(index, old, new):
    sources = list(CELLS)
    assert old in sources[index]
    sources[index] = sources[index].replace(old, new)
    before, after = submission(*CELLS), submission(*sources)
    return [name for name in ("f", "g") if reached(before, [name]) != reached(after, [name])]


@pytest.mark.parametrize(
    ("index", "old", "new", "expected"),
    [
        (2, "helper(x)", "helper(x) + 1", ["f"]),
        (1, "SCALE * x", "x", ["f"]),
        (3, "np.sum", "np.mean", ["g"]),
        (0, "2.0", "3.0", ["f", "g"]),
        (2, "return helper(x)", "return 1 +", ["f", "g"]),
    ],
)
def test_only_what_reaches_a_function_counts(index, old, new, expected):
    assert changed(index, old, new) == expected


def test_what_runs_at_loading_counts_with_all_it_mentions():
    before = submission(*CELLS, "data = g([1, 2])")
    after = submission(*[source.replace("np.sum", "np.mean") for source in CELLS], "data = g([1, 2])")
    assert reached(before, ["f"]) != reached(after, ["f"])


def test_a_cell_that_is_no_python_may_mention_anything():
    before = submission(*CELLS, "this is no python")
    after = submission(*[source.replace("np.sum", "np.mean") for source in CELLS], "this is no python")
    assert reached(before, ["f"]) != reached(after, ["f"])


def test_files_beside_count():
    before, after = (submission(*CELLS, beside={"data.txt": data}) for data in (b"1", b"2"))
    assert reached(before, ["g"]) != reached(after, ["g"])


def test_a_second_definition_counts():
    assert reached(submission(*CELLS), ["g"]) != reached(submission(*CELLS, "def g(x):\n    return 0"), ["g"])


def test_markdown_and_magics_do_not():
    prose = Cell(CellKind.MARKDOWN, "# Text", "cell 9")
    plain = submission(*CELLS)
    with_prose = Submission("s", ("hw.ipynb",), "", (*plain.cells, prose))
    assert reached(plain, ["f"]) == reached(with_prose, ["f"])
    assert reached(submission("%matplotlib inline\n" + CELLS[0], *CELLS[1:]), ["f"]) == reached(plain, ["f"])
