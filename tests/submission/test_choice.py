from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from grader.records import CellKind
from grader.submission.choice import Choice, choose

Book = Callable[..., bytes]


def chosen(contents: dict[str, bytes], assignment: str | None = None) -> Choice:
    choice = choose(contents, assignment)
    assert choice is not None
    return choice


def test_nothing_to_run() -> None:
    assert choose({}, None) is None
    assert choose({"a.csv": b"1", "README.md": b"x", "a.pyc": b"x", "b.zip": b""}, None) is None


def test_only_the_main_notebook_is_searched_for_code(make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def python_in(text: str) -> str | None:
        searched.append(text)
        return text

    monkeypatch.setattr("grader.submission.retype.python_in", python_in)
    texts = {f"hw{number}.ipynb": f"def f():\n    return {number}" for number in (1, 2, 3)}
    books = {name: make.dumped(make.notebook(make.markdown(text))) for name, text in texts.items()}
    assert chosen(books, "hw2").document.cells[0].kind is CellKind.CODE
    assert searched == [texts["hw2.ipynb"]]


def test_the_only_notebook(notebook: Book) -> None:
    choice = chosen({"src/hw.ipynb": notebook("x"), "main.py": b"y = 1"})
    assert (choice.names, choice.folder, choice.document.notes) == (("src/hw.ipynb",), "src", ())


@pytest.mark.parametrize(
    ("names", "assignment", "main"),
    [
        ({"hw2.ipynb": None, "hw10.ipynb": None}, None, "hw10.ipynb"),
        ({"hw2.ipynb": None, "hw10.ipynb": None}, "hw2", "hw2.ipynb"),
        ({"HW-2 final.ipynb": None, "z.ipynb": None}, "hw2", "HW-2 final.ipynb"),
        ({"hw2.ipynb": None, "a.ipynb": "hw2"}, "hw2", "a.ipynb"),
        ({"a.ipynb": "hw2", "z.ipynb": None}, None, "a.ipynb"),
        ({"a.ipynb": "hw2", "b.ipynb": "hw2"}, "hw2", "b.ipynb"),
        ({"a.ipynb": "hw2", "hw2.ipynb": "hw2"}, "hw2", "hw2.ipynb"),
        ({"hw.ipynb": None, "old/hw.ipynb": None}, None, "hw.ipynb"),
        ({"old/hw.ipynb": "hw2", "hw.ipynb": None}, "hw2", "old/hw.ipynb"),
        ({"a.ipynb": "hw1", "z.ipynb": "hw3"}, "hw2", "z.ipynb"),
    ],
)
def test_one_of_several_notebooks(
    notebook: Book, names: dict[str, str | None], assignment: str | None, main: str
) -> None:
    contents = {name: notebook("x", assignment=own) for name, own in names.items()}
    choice = chosen(contents, assignment)
    assert choice.names == (main,)
    (other,) = names.keys() - {main}
    assert choice.document.notes == (f"of 2 notebooks {main} was taken; {other} was not used",)


def test_a_readable_notebook_goes_before_a_broken_one(notebook: Book) -> None:
    choice = chosen({"a.ipynb": notebook("x"), "hw2.ipynb": b"{"}, "hw2")
    assert choice.names == ("a.ipynb",)
    assert "hw2.ipynb was not used (hw2.ipynb is cut off" in choice.document.notes[0]
    assert chosen({"a.ipynb": b"{", "b.ipynb": b""}).document.problem == "b.ipynb is empty (0 characters)"


def test_many_notebooks_make_a_short_note(notebook: Book) -> None:
    note = chosen({f"{number}.ipynb": notebook("x") for number in range(30)}).document.notes[0]
    assert note.startswith("of 30 notebooks 29.ipynb was taken; 0.ipynb was not used; ")
    assert note.endswith("; and 24 more")


def test_a_notebook_called_a_module(notebook: Book) -> None:
    choice = chosen({"hw.py": notebook("x = 1")})
    assert [cell.name for cell in choice.document.cells] == ["cell 1"]
    assert choice.document.notes == ("hw.py is a notebook in spite of its name: it was read as one",)


@pytest.mark.parametrize(
    ("names", "assignment", "main"),
    [
        (["hw.py"], None, ["hw.py"]),
        (["util.py", "main.py", "hw.py"], None, ["main.py"]),
        (["util.py", "solution.py", "hw.py"], None, ["solution.py"]),
        (["util.py", "hw.py"], None, ["hw.py"]),
        (["main.py", "seminar_2.py"], "seminar2", ["seminar_2.py"]),
        (["util.py", "seminar2_jane.py"], "seminar2", ["seminar2_jane.py"]),
        (["part10.py", "part2.py"], None, ["part2.py", "part10.py"]),
        (["hw_jane.py", "test_hw.py", "conftest.py", "setup.py"], None, ["hw_jane.py"]),
        (["test_a.py", "conftest.py"], None, ["conftest.py", "test_a.py"]),
        (["a.py", "package/__init__.py", "package/main.py"], None, ["a.py"]),
        (["src/a.py", "src/b.py", "src/deep/main.py"], None, ["src/a.py", "src/b.py"]),
    ],
)
def test_modules(names: list[str], assignment: str | None, main: list[str]) -> None:
    choice = chosen(dict.fromkeys(names, b"x = 1"), assignment)
    assert list(choice.names) == main
    assert [cell.name for cell in choice.document.cells] == main


def test_a_note_where_there_was_a_choice() -> None:
    assert chosen({"main.py": b"x", "util.py": b"y"}).document.notes == (
        "of 2 modules main.py was taken as the main one",
    )
    assert chosen({"a.py": b"x", "b.py": b"y"}).document.notes == (
        "of 2 modules a.py, b.py were run one after the other",
    )
    assert chosen({"a.py": b"x", "test_a.py": b"y"}).document.notes == ()


def test_binary_modules() -> None:
    assert chosen({"a.py": b"\0"}).document.problem == "a.py is a binary file, not Python source"
    mixed = chosen({"a.py": b"\0", "b.py": b"x = 1"}).document
    assert (mixed.problem, len(mixed.cells)) == (None, 1)
    assert mixed.notes[-1] == "a.py is a binary file, not Python source"
