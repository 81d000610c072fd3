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

from grader.course.text import read_text
from grader.errors import CourseError

MASTER = "sheet.md"
WRITTEN = "answers.md"
_MARKER = re.compile(r"<!--\s*(derivation|text):\s*(\S+)\s*-->")
_HEADING = re.compile(r"#{1,6}\s")
_WIDTH = 100
# Displayed formulas and tables are for machines too: they keep their lines.
_UNBREAKABLE = ("$$", "\\", "|")


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
        CourseError: it is not UTF-8, a fence is not closed, a stub is no Python, or a marker stands twice; at its line.
    """
    path = folder / MASTER
    if not path.is_file():
        return None
    blocks = [_checked(path, block) for block in _blocks(path, read_text(path))]
    _refuse_repeated_markers(path, blocks)
    return Master(assignment, tuple(blocks))


def _blocks(path: Path, text: str) -> list[Block]:
    """Fences other than stubs belong to the text around them, whatever their lines look like."""
    pieces: list[tuple[BlockKind, int, list[str]]] = [(BlockKind.WORDING, 1, [])]
    opened = 0  # the line of the fence that is open
    for number, line in enumerate(text.splitlines(), start=1):
        is_fence = line.startswith("```")
        in_stub = pieces[-1][0] is BlockKind.STUB
        if opened and is_fence and line.strip() != "```":
            break  # a fence within a fence: the first was meant to end before
        if is_fence and (in_stub or (not opened and line.startswith("```python"))):
            pieces.append((BlockKind.WORDING if in_stub else BlockKind.STUB, number + 1, []))
        else:
            if not opened and (kind := _begins(line)):
                pieces.append((kind, number, []))
            pieces[-1][2].append(line)
        if is_fence:
            opened = 0 if opened else number
    if opened:
        raise CourseError("this fence is not closed", path, opened)
    return [_block(*piece) for piece in pieces if any(line.strip() for line in piece[2])]


def _begins(line: str) -> BlockKind | None:
    """What a line outside fences begins, if anything."""
    if _MARKER.match(line):
        return BlockKind.ANSWER
    return BlockKind.WORDING if _HEADING.match(line) else None


def _block(kind: BlockKind, line: int, lines: list[str]) -> Block:
    blank = next(index for index, text in enumerate(lines) if text.strip())
    return Block(kind, "\n".join(lines[blank:]).rstrip(), line + blank)


def _checked(path: Path, block: Block) -> Block:
    if block.kind is BlockKind.STUB:
        try:
            compile(block.text, str(path), "exec")
        except SyntaxError as error:
            line = block.line + (error.lineno or 1) - 1
            raise CourseError(f"the stub is no Python: {error.msg}", path, line) from error
    return block


def _refuse_repeated_markers(path: Path, blocks: Sequence[Block]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for block in blocks:
        if block.kind is BlockKind.ANSWER and (marker := _MARKER.match(block.text)):
            first = seen.setdefault((marker[1], marker[2]), block.line)
            if first != block.line:
                message = f"the {marker[1]} of {marker[2]} has its place in line {first} already"
                raise CourseError(message, path, block.line)


def files(master: Master) -> Mapping[str, str]:
    """The starter, by file name: everything that a student can begin with."""
    return {
        f"{master.assignment}.ipynb": notebook(master),
        f"{master.assignment}.py": module(master),
        WRITTEN: written(master),
    }


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
    lines: list[str] = []
    in_fence = False
    for line in text.splitlines():
        in_fence ^= line.startswith("```")
        keep = in_fence or line.lstrip().startswith(_UNBREAKABLE)
        lines += [line] if keep else _wrapped(line)
    return "\n".join(f"# {line}".rstrip() for line in lines)


def _wrapped(line: str) -> list[str]:
    hang = " " * (len(line) - len(line.lstrip(" -")))
    wrapped = textwrap.wrap(line, _WIDTH - 2, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
    return wrapped or [""]


def written(master: Master) -> str:
    """An .md with the place of every written answer, for those who hand in a module."""
    answers = [block.text for block in master.blocks if block.kind is BlockKind.ANSWER]
    return "\n\n".join(answers) + "\n"
