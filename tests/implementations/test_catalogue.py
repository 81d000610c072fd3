from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.implementations.catalogue import Entry, entries

HERE = Path(__file__).parent
ASSIGNMENTS = {"fall2020_homework4", "ss2020_seminar2", "ss2021_seminar6", "ss2022_seminar7", "ss2023_seminar6"}


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_of_three_kinds(tmp_path: Path) -> None:
    good = write(tmp_path, "correct/hw/f__loop.py", "# style: a loop\ndef f(): ...\n")
    listed = write(tmp_path, "wrong/hw/f__mean.py", "# mistake: mean of (a: b)\ndef f(): ...\n")
    other = write(tmp_path, "wrong/hw/g_h__off__by_one.py", "# mistake: unlisted: off by one\ndef g_h(): ...\n")
    assert entries(tmp_path) == [
        Entry("hw", "f", good, correct=True, mistake=None, listed=False),
        Entry("hw", "f", listed, correct=False, mistake="mean of (a: b)", listed=True),
        Entry("hw", "g_h", other, correct=False, mistake="off by one", listed=False),
    ]
    assert [entry.id for entry in entries(tmp_path)] == [
        "correct/hw/f__loop",
        "wrong/hw/f__mean",
        "wrong/hw/g_h__off__by_one",
    ]


@pytest.mark.parametrize("name", ["correct/hw/f.py", "correct/hw/f_loop.py", "wrong/hw/__x.py", "wrong/hw/f__.py"])
def test_refuses_a_name_without_function_or_slug(tmp_path: Path, name: str) -> None:
    line = "# style: x\n" if name.startswith("correct") else "# mistake: x\n"
    write(tmp_path, name, line)
    with pytest.raises(ValueError, match="the name must be"):
        entries(tmp_path)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("wrong/hw/f__x.py", "# style: x\n"),
        ("correct/hw/f__x.py", "# mistake: x\n"),
        ("wrong/hw/f__x.py", "# mistake: \n"),
        ("correct/hw/f__x.py", ""),
        ("wrong/hw/f__x.py", "\n# mistake: on the second line\n"),
    ],
)
def test_refuses_a_first_line_of_another_form(tmp_path: Path, name: str, line: str) -> None:
    write(tmp_path, name, line)
    with pytest.raises(ValueError, match=r"f__x\.py:1: the first line must begin with '# (style|mistake): '"):
        entries(tmp_path)


def test_every_assignment_has_both_kinds() -> None:
    bank = entries(HERE)
    assert {entry.assignment for entry in bank if entry.correct} == ASSIGNMENTS
    assert {entry.assignment for entry in bank if not entry.correct and entry.listed} == ASSIGNMENTS
    assert sum(entry.correct for entry in bank) >= 70
    assert sum(not entry.correct for entry in bank) >= 140


def test_every_function_is_implemented_rightly_and_wrongly() -> None:
    bank = entries(HERE)
    right = {(entry.assignment, entry.function) for entry in bank if entry.correct}
    wrong = {(entry.assignment, entry.function) for entry in bank if not entry.correct}
    assert right == wrong


def test_every_file_binds_the_function_that_it_is_named_after() -> None:
    for entry in entries(HERE):
        tree = ast.parse(entry.path.read_text(encoding="utf-8"), filename=str(entry.path))
        bound = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert entry.function in bound, entry.id


def test_no_two_files_are_one_text() -> None:
    seen: dict[tuple[str, str], str] = {}
    for entry in entries(HERE):
        body = entry.path.read_text(encoding="utf-8").partition("\n")[2]
        key = (entry.assignment, re.sub(r"\s+", "", body))
        assert key not in seen, f"{entry.id} and {seen[key]}"
        seen[key] = entry.id
