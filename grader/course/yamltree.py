"""YAML as plain data that remembers where each key and value stands.

Keys keep their literal text (`2a`, `1.10`, `yes` are strings, quoted or not). Plain scalars follow the core
schema of YAML 1.2, where `1e-5` is a number, `yes` is a text and `010` is ten; integers are decimal only.

Source: https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from grader.course.faults import Fault, course_error
from grader.course.text import read_text
from grader.errors import CourseError

Key = str | int  # of a mapping, or the index in a list from 0
Keys = tuple[Key, ...]  # the way from the root to a node
Place = tuple[int, int]  # line and column, both from 1

START: Place = (1, 1)
MAX_DEPTH = 40
MAX_NODES = 100_000  # aliases of aliases grow exponentially

# Longer integers become floats: Python refuses to read thousands of digits as an int.
INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
CONSTANTS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file holds: None, bool, int, float, str, lists and dicts with str keys.

    `faults` are its duplicate keys and what else YAML lets pass; of a duplicate key the first counts.
    """

    data: Any
    keys: Mapping[Keys, Place]  # where the key stands, for an item of a list the item
    values: Mapping[Keys, Place]
    faults: tuple[Fault, ...]

    def known(self, keys: Keys) -> Keys:
        """`keys` without those that the file does not have."""
        way: Keys = ()
        for key in keys:
            way = (*way, key) if (*way, key) in self.keys else way
        return way


def read_tree(path: Path) -> Tree:
    """Read a UTF-8 file.

    Raises:
        CourseError: the file cannot be read or is no YAML; names the line and the column.
    """
    text = read_text(path)
    try:
        # PyYAML's own loader, not libyaml's: its messages are the same on every machine.
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise course_error(path, [_syntax_fault(error, text)]) from None
    except RecursionError:
        raise CourseError("nested too deeply to be read", path) from None
    builder = _Builder()
    data = None if root is None else builder.build(root, (), START)
    return Tree(data, builder.keys, builder.values, tuple(builder.faults))


def zoned_time(text: str) -> datetime:
    """An ISO 8601 time with a zone.

    Raises:
        ValueError: no time, or one without a zone; the message says which and shows how.
    """
    example = "write for example 2026-11-20T23:59:00+01:00"
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a time: {example}") from None
    if time.utcoffset() is None:
        raise ValueError(f"{text!r} has no zone: {example}")
    return time


class _Builder:
    """Turns nodes into data, and notes their places on the way."""

    def __init__(self) -> None:
        self.keys: dict[Keys, Place] = {(): START}
        self.values: dict[Keys, Place] = {(): START}
        self.faults: list[Fault] = []
        self._nodes = 0

    def build(self, node: yaml.Node, way: Keys, key_place: Place) -> Any:
        place = _place(node)
        self.keys[way] = key_place
        self.values[way] = place
        self._nodes += 1
        if len(way) > MAX_DEPTH or self._nodes > MAX_NODES:
            return self._refuse(place, f"more than {MAX_DEPTH} levels or {MAX_NODES} entries: do aliases repeat?")
        if node.tag != TAGS[type(node)]:
            return self._refuse(place, f"tags such as {node.tag!r} are not read")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, way)
        if isinstance(node, yaml.ScalarNode):
            if node.value == "" and node.style is None:
                self.values[way] = key_place  # nothing stands there: point at the key
            return _scalar(node)
        return [self.build(item, (*way, index), _place(item)) for index, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, way: Keys) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = _place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(place, "a key must be a word or a number, not a list or a mapping")
            elif key_node.value == "<<" and key_node.style is None:
                self._refuse(place, "merge keys (<<) are not read: use `defaults`")
            elif key_node.value in data:
                line, column = self.keys[(*way, key_node.value)]
                self._refuse(place, f"duplicate key {key_node.value!r} (first at {line}:{column})")
            else:
                data[key_node.value] = self.build(value_node, (*way, key_node.value), place)
        return data

    def _refuse(self, place: Place, message: str) -> None:
        self.faults.append(Fault(*place, message))


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text: str = node.value
    if node.style is not None:  # quoted or a block: always a text
        return text
    if text in CONSTANTS:
        return CONSTANTS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text


def _syntax_fault(error: yaml.YAMLError, text: str) -> Fault:
    if isinstance(error, yaml.reader.ReaderError):  # has an offset and no mark
        before = text[: error.position]
        place = (before.count("\n") + 1, error.position - before.rfind("\n"))
        return Fault(*place, f"no YAML: the character {text[error.position]!r} is not allowed")
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(*START, f"no YAML: {error}")
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else START
    lines = text.splitlines()
    line = lines[place[0] - 1] if place[0] <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Fault(place[0], line.index("\t") + 1, "a tab indents this line: YAML wants spaces")
    context = f" ({error.context})" if error.context else ""
    return Fault(*place, f"no YAML: {error.problem}{context}")
