"""What students start from, made from one master per sheet: a notebook, a module, and a file for written answers.

The master, `assignments/<name>/sheet.md`, is Markdown: wording, ```python stubs, and markers
(`<!-- derivation: 1 -->`, `<!-- text: 2c -->`) that begin the place of a written answer and last to the next
heading, stub or marker.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader.errors import CourseError

MASTER = "sheet.md"
_MARKER = re.compile(r"<!--\s*(derivation|text):\s*(\S+)\s*-->")
_WIDTH = 100


class BlockKind(StrEnum):
    WORDING = "wording"
    STUB = "stub"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a master; `line` is where it begins."""

    kind: BlockKind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Master:
    """A sheet as students see it."""

    assignment: str
    blocks: tuple[Block, ...]

    def answers(self) -> Mapping[tuple[str, str], str]:
        """What the starter says in the place of each written answer, by kind and question."""
        found = {}
        for block in self.blocks:
            if block.kind is BlockKind.ANSWER and (marker := _MARKER.match(block.text)):
                found[marker[1], marker[2]] = block.text[marker.end() :].strip()
        return found


def read_master(folder: Path, assignment: str) -> Master | None:
    """The master in `folder`; None if the sheet has none.

    Raises:
        CourseError: a stub is not closed, or is no Python.
    """
    path = folder / MASTER
    if not path.is_file():
        return None
    return Master(assignment, tuple(_blocks(path, path.read_text(encoding="utf-8"))))


def _blocks(path: Path, text: str) -> list[Block]:
    blocks: list[Block] = []
    kind, lines, start = BlockKind.WORDING, [], 1  # type: BlockKind, list[str], int

    def close(next_kind: BlockKind, next_line: int) -> None:
        nonlocal kind, lines, start
        body = "\n".join(lines).strip("\n")
        if body.strip():
            blocks.append(Block(kind, body, start))
        kind, lines, start = next_kind, [], next_line

    for number, line in enumerate(text.splitlines(), start=1):
        if kind is BlockKind.STUB:
            if line.startswith("```"):
                close(BlockKind.WORDING, number + 1)
                continue
        elif line.startswith("```python"):
            close(BlockKind.STUB, number + 1)
            continue
        elif _MARKER.match(line):
            close(BlockKind.ANSWER, number)
        elif line.startswith("#") and lines:
            close(BlockKind.WORDING, number)
        lines.append(line)
    if kind is BlockKind.STUB:
        raise CourseError("this ```python stub is not closed", path, start - 1)
    close(BlockKind.WORDING, 0)
    return [_checked(path, block) for block in blocks]


def _checked(path: Path, block: Block) -> Block:
    if block.kind is BlockKind.STUB:
        try:
            compile(block.text, str(path), "exec")
        except SyntaxError as error:
            line = block.line + (error.lineno or 1) - 1
            raise CourseError(f"the stub is no Python: {error.msg}", path, line) from error
    return block


def notebook(master: Master) -> str:
    """An .ipynb (nbformat 4) that names its assignment."""
    cells = [_cell(index, block) for index, block in enumerate(master.blocks)]
    content = {
        "cells": cells,
        "metadata": {
            "grader": {"assignment": master.assignment},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _cell(index: int, block: Block) -> dict[str, Any]:
    source = block.text.splitlines(keepends=True)
    common = {"id": f"{block.kind}-{index}", "metadata": {}, "source": source}
    if block.kind is BlockKind.STUB:
        return {"cell_type": "code", **common, "execution_count": None, "outputs": []}
    return {"cell_type": "markdown", **common}


def module(master: Master) -> str:
    """A .py: the wording as comments, the stubs as they are; written answers have a file of their own."""
    parts = [_commented(block.text) if block.kind is BlockKind.WORDING else block.text for block in _coded(master)]
    return "\n\n".join(parts) + "\n"


def _coded(master: Master) -> Sequence[Block]:
    return [block for block in master.blocks if block.kind is not BlockKind.ANSWER]


def _commented(text: str) -> str:
    lines = []
    for line in text.splitlines():
        keep = line.lstrip().startswith(("$$", "\\", "|"))
        lines += [line] if keep or not line.strip() else textwrap.wrap(line, _WIDTH - 2, break_long_words=False)
    return "\n".join(f"# {line}".rstrip() for line in lines)


def written(master: Master) -> str:
    """An .md with the place of every written answer, for those who hand in a module."""
    answers = [block.text for block in master.blocks if block.kind is BlockKind.ANSWER]
    return "\n\n".join(answers) + "\n"
