from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import CellKind, Submission
from grader.submission.bundle import Bounds, Bundle
from grader.submission.reading import submission

Book = Callable[..., bytes]
Zipped = Callable[[Mapping[str, bytes]], bytes]
DERIVATION = b"<!-- derivation: 1 -->\n$$a$$"


def read(contents: dict[str, bytes], bounds: Bounds | None = None) -> Submission:
    return submission(Bundle(contents), "jane", None, bounds or Bounds())


def test_notebook_first_then_prose_and_the_rest_beside(notebook: Book) -> None:
    files = {
        "hw.ipynb": notebook("x = 1", assignment="hw1"),
        "util.py": b"y = 2",
        "a.csv": b"1",
        "proof.md": DERIVATION,
    }
    found = read(files)
    assert [(cell.kind, cell.name) for cell in found.cells] == [
        (CellKind.CODE, "cell 1"),
        (CellKind.MARKDOWN, "proof.md"),
    ]
    assert found.beside == {"util.py": b"y = 2", "a.csv": b"1", "proof.md": DERIVATION}
    assert (found.student, found.assignment, found.problem, found.notes) == ("jane", "hw1", None, ())
    assert found.files == ("a.csv", "hw.ipynb", "proof.md", "util.py")
    assert found.sha256 == Bundle(files).sha256()


def test_paths_beside_count_from_the_notebooks_folder(notebook: Book) -> None:
    files = {
        "top/hw/hw.ipynb": notebook("x"),
        "top/hw/util.py": b"1",
        "top/hw/data/a.csv": b"2",
        "top/b.csv": b"3",
    }
    assert read(files).beside == {"util.py": b"1", "data/a.csv": b"2", "top/b.csv": b"3"}


def test_files_elsewhere_never_hide_those_beside_the_notebook(notebook: Book) -> None:
    files = {"s/hw.ipynb": notebook("x"), "s/a.csv": b"1", "a.csv": b"2", "s/data": b"3", "data/b.csv": b"4",
             "s/lib/c.py": b"5", "lib": b"6"}  # fmt: skip
    found = read(files)
    assert found.beside == {"a.csv": b"1", "data": b"3", "lib/c.py": b"5"}
    assert found.notes == tuple(
        f"{name} was left out: it would hide a file beside s/hw.ipynb" for name in ("a.csv", "data/b.csv", "lib")
    )


def test_modules_stay_importable_and_other_notebooks_are_not_beside(notebook: Book) -> None:
    assert read({"main.py": b"1", "util.py": b"2"}).beside == {"main.py": b"1", "util.py": b"2"}
    assert read({"a.ipynb": notebook("x"), "b.ipynb": notebook("y")}).beside == {}
    assert read({"hw.py": notebook("x"), "util.py": b"2"}).beside == {"util.py": b"2"}


def test_prose_in_natural_order_and_any_encoding(notebook: Book) -> None:
    files = {
        "hw.ipynb": notebook("x"),
        "p10.md": b"ten",
        "p2.md": "größe".encode("latin-1"),
        "blank.md": b" \n",
    }
    found = read(files)
    assert [(cell.name, cell.source) for cell in found.cells[1:]] == [("p2.md", "größe"), ("p10.md", "ten")]
    assert found.notes == ("p2.md is not UTF-8 (byte 0xf6 in line 1): it was read as Latin-1",)


def test_prose_of_many_megabytes_is_left_out() -> None:
    found = read({"hw.py": b"x = 1", "log.md": b"x" * 10_000_001})
    assert [cell.name for cell in found.cells] == ["hw.py"]
    assert found.notes == ("log.md is too large to be read as text",)


def test_only_prose_will_do_if_something_in_it_is_marked() -> None:
    found = read({"proof.md": DERIVATION})
    assert found.problem is None
    assert found.cells[0].name == "proof.md"
    assert found.notes == ("it holds neither a notebook nor a module: only derivations and texts were read",)
    assert read({"README.md": b"Hello"}).problem == "it holds no notebook (.ipynb) and no module (.py), only README.md"


def test_nothing_to_run() -> None:
    assert read({}).problem == "it holds no files"
    many = read({f"{number}.pdf": b"" for number in range(8)})
    assert many.problem == (
        "it holds no notebook (.ipynb) and no module (.py), only 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 3 more"
    )
    assert many.cells == ()


def test_a_zip_alone_is_opened(notebook: Book, zipped: Zipped) -> None:
    inner = {"hw1/hw.ipynb": notebook("x"), "hw1/a.csv": b"1"}
    found = read({"hw.zip": zipped(inner)})
    assert found.files == ("hw1/a.csv", "hw1/hw.ipynb")
    assert found.beside == {"a.csv": b"1"}
    assert found.sha256 == read(inner).sha256


def test_a_zip_beside_data_and_prose_is_opened_too(zipped: Zipped) -> None:
    found = read({"hw.zip": zipped({"hw.py": b"x", "a.csv": b"in"}), "a.csv": b"out", "proof.md": DERIVATION})
    assert [cell.name for cell in found.cells] == ["hw.py", "proof.md"]
    assert found.beside["a.csv"] == b"in"


def test_a_zip_beside_a_notebook_is_data(notebook: Book, zipped: Zipped) -> None:
    data = zipped({"main.py": b"x"})
    assert read({"hw.ipynb": notebook("x"), "data.zip": data}).beside == {"data.zip": data}


def test_a_zip_in_a_zip_is_not_opened(zipped: Zipped) -> None:
    assert read({"a.zip": zipped({"b.zip": zipped({"hw.py": b"x"})})}).problem == (
        "it holds no notebook (.ipynb) and no module (.py), only b.zip"
    )


def test_the_last_of_several_zips(zipped: Zipped) -> None:
    found = read({"v2.zip": zipped({"a.py": b"x"}), "v10.zip": zipped({"b.py": b"y"})})
    assert [cell.name for cell in found.cells] == ["b.py"]
    assert found.notes == ("of 2 zip files v10.zip was taken; not used: v2.zip",)


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip"])
def test_a_damaged_zip_is_a_problem(data: bytes) -> None:
    found = read({"hw.zip": data})
    assert found.problem is not None
    assert found.problem.startswith("hw.zip is ")
    assert (found.cells, found.files) == ((), ("hw.zip",))
    assert found.sha256 == Bundle({"hw.zip": data}).sha256()


def test_problems_keep_names_and_hash() -> None:
    found = submission(Bundle({}, {"hw.ipynb": 10**9}, ("n",), "too large"), "jane", None, Bounds())
    assert (found.problem, found.files, found.notes) == ("too large", ("hw.ipynb",), ("n",))
    broken = read({"hw.ipynb": b"{", "a.csv": b"1"})
    assert broken.problem == "hw.ipynb is cut off: its JSON ends in the middle, at line 1, column 2 (character 1 of 1)"
    assert (broken.cells, broken.beside, broken.files) == ((), {}, ("a.csv", "hw.ipynb"))


NAMES = st.sampled_from(["hw.ipynb", "hw.py", "a/hw.zip", "a/proof.md", "b.csv", "a/b.py", "hw.ipynb.txt"])
BODIES = st.binary(max_size=40) | st.sampled_from(
    [b'{"cells": [], "nbformat": 4}', b"PK\x05\x06" + bytes(18), DERIVATION]
)


@given(st.dictionaries(NAMES, BODIES, max_size=4))
def test_whatever_is_handed_in(contents: dict[str, bytes]) -> None:
    found = read(contents)
    assert (found.problem is None) or (found.cells == () and "\n" not in found.problem)
    assert found.sha256 == read(dict(reversed(contents.items()))).sha256
    for name in found.beside:
        assert not any(other.startswith(f"{name}/") for other in found.beside)


def test_an_empty_notebook_is_no_problem(notebook: Book) -> None:
    found = read({"hw.ipynb": notebook()})
    assert (found.problem, found.notes) == (None, ("hw.ipynb is empty: it holds no cells",))
