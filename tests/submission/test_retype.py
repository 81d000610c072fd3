from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.retype import Parser, answer_in, python_in

SOURCE = "import numpy as np\n\ndef f(x):\n    return x"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (SOURCE, SOURCE),
        (f"```python\n{SOURCE}\n```", SOURCE),
        (f"\n```py\n{SOURCE}\n```\n\n", SOURCE),
        (f"```\n{SOURCE}\n```", SOURCE),
        (f"``` Python3 \n{SOURCE}\n```", SOURCE),
        ("class A:\n    x = 1", "class A:\n    x = 1"),
        ("async def f():\n    return 1", "async def f():\n    return 1"),
        (
            "def f(p):\n    import re\n    return re.sub('\\d', '', p)",
            "def f(p):\n    import re\n    return re.sub('\\d', '', p)",
        ),
    ],
)
def test_python(text: str, source: str) -> None:
    assert python_in(text) == source


@pytest.mark.parametrize(
    "text",
    [
        "# A heading",
        "x = 1",
        "x",
        "Implement def f(x): it returns x",
        f"Use this:\n```python\n{SOURCE}\n```",
        f"```python\n{SOURCE}\n```\nand\n```python\n{SOURCE}\n```",
        f"```java\n{SOURCE}\n```",
        f"```python\n{SOURCE}",
        "def f(x):\n    ...",
        "```python\ndef f(x):\n    '''Returns x.'''\n    raise NotImplementedError\n```",
        "def f(x):\n    raise NotImplementedError('yours')",
        "def f(x): pass",
        "def f(x):\nreturn x",
        "def f(x): return '\0'",
        "<!-- derivation: 1 -->\ndef f(x): return x",
        "",
    ],
)
def test_no_python(text: str) -> None:
    assert python_in(text) is None


def test_what_is_too_long_is_not_parsed() -> None:
    parser = Parser()
    assert parser.python_in(SOURCE + "\n#" + "x" * 20_000, "cell 1") is None
    assert parser.python_in("x" * 30_000, "cell 2") is None
    assert parser.python_in(SOURCE, "cell 3") == SOURCE
    assert parser.passed_over == ["cell 1"]


def test_a_notebook_is_searched_up_to_a_total() -> None:
    parser = Parser()
    long = SOURCE + "\n#" + "x" * 19_000
    found = [parser.python_in(long, f"cell {number}") for number in range(1, 21)]
    assert [source is not None for source in found] == [True] * 10 + [False] * 10
    note = parser.note() or ""
    assert note.startswith("cell 11, cell 12, cell 13, cell 14, cell 15 and 5 more may hold Python in a cell for text")
    assert Parser().note() is None


@given(st.text("def f():x`\n -9'\"#classy", max_size=60))
def test_any_text(text: str) -> None:
    python_in(text)
    answer_in(text)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("<!-- derivation: 2a -->\n$$a$$", "<!-- derivation: 2a -->\n$$a$$"),
        ("\n\n<!--text:2c-->\nIt tends to", "\n\n<!--text:2c-->\nIt tends to"),
        ("%%markdown\n<!-- text: 2c -->\nx", "<!-- text: 2c -->\nx"),
        ("%%latex\n<!-- derivation: 2c -->\nx", "<!-- derivation: 2c -->\nx"),
        ("# <!-- text: 2c -->\nx = 1", None),
        ("x = 1\n<!-- text: 2c -->", None),
        ("%%bash\n<!-- text: 2c -->", None),
        ("<!-- derivative: 2a -->", None),
        ("", None),
    ],
)
def test_answers_in_code_cells(source: str, answer: str | None) -> None:
    assert answer_in(source) == answer
