from __future__ import annotations

import ast
import json
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.starter import (
    MASTER,
    Block,
    BlockKind,
    Master,
    files,
    module,
    notebook,
    read_master,
    written,
)
from grader.errors import CourseError

SHEET = """# Sheet 5

Fill in *everything*.

```python
import numpy as np
```

## 1. Doubling

Double a number: $$y = 2x.$$

- It works for 0.

```python

def double(x):
    \"\"\"2x.\"\"\"
    raise NotImplementedError
```

Why is it even?

<!-- text: 1 -->
*Write here.*
And here.
<!-- derivation: 1 -->
*A step a line.*

## 2. Nothing to program

<!-- text: 2 --> Write here.
"""


def read(folder: Path, text: str = SHEET) -> Master:
    (folder / MASTER).write_text(text, encoding="utf-8")
    master = read_master(folder, "sheet5")
    assert master is not None
    return master


def kinds(master: Master) -> list[BlockKind]:
    return [block.kind for block in master.blocks]


def test_no_master(tmp_path: Path) -> None:
    assert read_master(tmp_path, "sheet5") is None


def test_a_master_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / MASTER).write_bytes("# Blatt 1\n\nFür *alle*.\n".encode("latin-1"))
    with pytest.raises(CourseError, match=r"sheet\.md:3:2: not UTF-8 \(byte 0xfc\): save it in this encoding"):
        read_master(tmp_path, "sheet5")


def test_a_mark_at_the_beginning_is_no_text(tmp_path: Path) -> None:
    (tmp_path / MASTER).write_text(SHEET, encoding="utf-8-sig")
    assert read_master(tmp_path, "sheet5") == read(tmp_path)


def test_an_empty_master(tmp_path: Path) -> None:
    assert read(tmp_path, "\n \n").blocks == ()


def test_blocks_in_order_with_their_lines(tmp_path: Path) -> None:
    master = read(tmp_path)
    wording, stub, answer = BlockKind.WORDING, BlockKind.STUB, BlockKind.ANSWER
    assert kinds(master) == [wording, stub, wording, stub, wording, answer, answer, wording, answer]
    lines = SHEET.splitlines()
    for block in master.blocks:
        assert lines[block.line - 1] == block.text.splitlines()[0]
    assert master.blocks[1] == Block(stub, "import numpy as np", 6)
    assert master.blocks[2].text == "## 1. Doubling\n\nDouble a number: $$y = 2x.$$\n\n- It works for 0."


def test_answers_give_the_starters_text(tmp_path: Path) -> None:
    assert read(tmp_path).answers() == {
        ("text", "1"): "*Write here.*\nAnd here.",
        ("derivation", "1"): "*A step a line.*",
        ("text", "2"): "Write here.",
    }


@pytest.mark.parametrize(
    "following", ["## 2. Next", "###### Deep", "```python\nx = 1\n```", "<!-- text: 2 -->", "<!--derivation:2-->"]
)
def test_an_answer_lasts_to_the_next_heading_stub_or_marker(tmp_path: Path, following: str) -> None:
    master = read(tmp_path, f"<!-- text: 1 -->\n#1 of them\n\n- a\n{following}\nrest\n")
    assert master.answers()["text", "1"] == "#1 of them\n\n- a"


def test_fences_that_are_no_stubs_are_wording(tmp_path: Path) -> None:
    master = read(tmp_path, "# A\n\n```latex\n# no heading\n<!-- text: 9 -->\n$$x$$\n```\n\n## B\n")
    assert kinds(master) == [BlockKind.WORDING, BlockKind.WORDING]
    assert master.answers() == {}
    assert master.blocks[1].text == "## B"


def test_a_heading_in_a_stub_is_a_comment(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, "```python\n# one\n\n# two\n```\n")) == [BlockKind.STUB]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# A\n\n```python\nx = 1\n\n## B\n", 3, "not closed"),
        ("```sh\nls\n```\n\n```sh\nls\n", 5, "not closed"),
        ("```sh\nls\n\n```python\nx = 1\n```\n", 1, "not closed"),
        ("```python\nx = 1\n\n```python\ny = 1\n```\n", 1, "not closed"),
        ("# A\n```python\nx = 1\ny = = 2\n```\n", 4, "no Python"),
        ("# A\n```python\n\n\ndef f(x:\n    pass\n```\n", 5, "no Python"),
        ("<!-- text: 1 -->\na\n<!-- text: 2 -->\n<!-- text: 1 -->\nb\n", 4, "text of 1 has its place in line 1"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(CourseError, match=words) as caught:
        read(tmp_path, text)
    assert caught.value.line == line
    assert caught.value.path == tmp_path / MASTER


def test_a_text_and_a_derivation_of_one_question_are_two_places(tmp_path: Path) -> None:
    assert len(read(tmp_path, "<!-- text: 1 -->\n<!-- derivation: 1 -->\n").answers()) == 2


def test_the_notebook_is_valid_and_names_its_assignment(tmp_path: Path) -> None:
    master = read(tmp_path)
    content = nbformat.reads(notebook(master), as_version=4)
    nbformat.validate(content)
    assert content.metadata.grader.assignment == "sheet5"
    assert [cell.cell_type == "code" for cell in content.cells] == [kind is BlockKind.STUB for kind in kinds(master)]
    assert [cell.source for cell in content.cells] == [block.text for block in master.blocks]
    assert len({cell.id for cell in content.cells}) == len(content.cells)


def test_the_module_has_the_stubs_and_the_wording_but_no_answers(tmp_path: Path) -> None:
    source = module(read(tmp_path))
    tree = ast.parse(source)
    assert [type(node).__name__ for node in tree.body] == ["Import", "FunctionDef"]
    assert "# - It works for 0." in source
    assert "Write here" not in source
    assert not any(line != line.rstrip() for line in source.splitlines())


def test_the_modules_comments_are_wrapped_but_formulas_and_fences_are_not(tmp_path: Path) -> None:
    words, formula = " ".join(["word"] * 40), "$$" + " + ".join("x" * 60) + "$$"
    source = module(read(tmp_path, f"- {words}\n\n{formula}\n\n```sh\nls {words}\n```\n"))
    lines = source.splitlines()
    assert lines[0].startswith("# - word word")
    assert lines[1].startswith("#   word word")
    assert f"# {formula}" in lines
    assert f"# ls {words}" in lines
    assert all(len(line) <= 100 for line in lines if "$$" not in line and "ls" not in line)


def test_the_written_answers_are_the_places_alone(tmp_path: Path) -> None:
    text = written(read(tmp_path))
    assert text.startswith("<!-- text: 1 -->\n*Write here.*\nAnd here.\n\n<!-- derivation: 1 -->\n")
    assert "Doubling" not in text


def test_files(tmp_path: Path) -> None:
    master = read(tmp_path)
    assert files(master) == {
        "sheet5.ipynb": notebook(master),
        "sheet5.py": module(master),
        "answers.md": written(master),
    }


LINES = st.sampled_from(
    [
        "# A",
        "#b",
        "text",
        "",
        "  ",
        "$$x$$",
        "```",
        "```sh",
        "```python",
        "x = 1",
        "<!-- text: 1 -->",
        "<!-- derivation: 2 -->",
    ]
)


@given(st.lists(LINES, max_size=12))
def test_any_master_is_read_or_refused_with_a_line(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-master"
    folder.mkdir(exist_ok=True)
    try:
        master = read(folder, "\n".join(lines))
    except CourseError as error:
        assert error.line in range(1, len(lines) + 1)  # noqa: PT017 - either way of ending is right
        return
    kept = [line for block in master.blocks for line in block.text.splitlines() if line.strip()]
    fences = {"```", "```sh", "```python"}
    assert [line for line in kept if line not in fences] == [
        line for line in lines if line.strip() and line not in fences
    ]
    assert [lines[block.line - 1] for block in master.blocks] == [block.text.splitlines()[0] for block in master.blocks]
    assert json.loads(notebook(master))["nbformat"] == 4
    ast.parse(module(master))
