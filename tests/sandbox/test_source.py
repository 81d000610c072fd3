from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.source import bound, defined, is_star, notebook_python, salvage


def statement(source: str) -> ast.stmt:
    return ast.parse(source).body[0]


def test_plain_python_is_left_as_it_is() -> None:
    source = "x = 5 % 3\n# %matplotlib\n"
    assert notebook_python(source) is source


def test_magics_keep_their_lines() -> None:
    assert notebook_python("x = 1\n%matplotlib inline\ny = 2\n").splitlines()[2] == "y = 2"


def test_what_is_no_python_either_way_stays_a_syntax_error() -> None:
    with pytest.raises(SyntaxError):
        ast.parse(notebook_python("def f(:\n"))


@pytest.mark.parametrize(
    ("source", "kept", "lines"),
    [
        ("def a(): pass\n", ["a"], []),
        ("def a(): pass\ndef b(:\n    x\ndef c(): pass\n", ["a", "c"], [2]),
        ("def a():\n\ndef b(): pass\n", ["b"], [3]),
        ("x = (1,\ndef b(): pass\n", ["b"], [1]),
        ("def a(): pass\nif True:\n    x = = 1\nelse:\n    pass\ndef b(): pass\n", ["a", "b"], [3]),
        ("@dec\n@other\ndef a(:\n    pass\n\n# c\ndef b(): pass\n", ["b"], [3]),
        ("def a(): pass\nprint 'x'\ndef b(): pass\n", ["a", "b"], [2]),
        ("def a(): pass\nx = '''\ndef lost(): pass\n", ["a", "lost"], [2]),
        ("\tx\ndef a(): pass", ["a"], [1]),
        ("def x(:\n" * 3 + "def a(): pass", ["a"], [1, 2, 3]),
    ],
)
def test_blocks_with_syntax_errors_are_blanked(source: str, kept: list[str], lines: list[int]) -> None:
    tree, errors = salvage(source, "hw.py")
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == kept
    assert [error.lineno for error in errors] == lines


def test_a_file_that_is_no_python_gives_up() -> None:
    tree, errors = salvage("\n".join(f"this is line {n} of a letter" for n in range(100)), "hw.py")
    assert tree.body == []
    assert len(errors) == 20


@given(st.text(alphabet="def()x:\n =+@'\"#\t[]", max_size=120))
def test_any_text_is_salvaged_without_an_error_of_ours(source: str) -> None:
    tree, errors = salvage(source, "hw.py")
    assert errors or ast.dump(tree) == ast.dump(ast.parse(source))


@pytest.mark.parametrize(
    ("source", "names", "definitions"),
    [
        ("def f(): g = 1", ["f"], {"f"}),
        ("class C:\n    def m(self): pass", ["C"], {"C"}),
        ("a, (b, *c) = 1, (2, 3)", ["a", "b", "c"], set()),
        ("a: int = 3", ["a"], set()),
        ("if x:\n    def f(): pass\nelse:\n    g = 1", ["f", "g"], {"f"}),
        ("try:\n    import a.b as ab\nexcept E:\n    ab = None\nfinally:\n    z = 1", ["ab", "ab", "z"], set()),
        ("match x:\n    case 1:\n        def f(): pass", ["f"], {"f"}),
        ("with a as b:\n    async def f(): pass", ["f"], {"f"}),
        ("x[0] = y.z = 3", ["x", "y"], set()),
        ("f()", [], set()),
    ],
)
def test_names_that_a_statement_binds(source: str, names: list[str], definitions: set[str]) -> None:
    assert list(bound(statement(source))) == names
    assert defined(statement(source)) == definitions


def test_star_imports() -> None:
    assert is_star(statement("from a import *"))
    assert not is_star(statement("from a import b"))
    assert not is_star(statement("import a"))
