from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course.yamltree import Keys, Place, Tree, read_tree, zoned_time
from grader.errors import CourseError


def read(folder: Path, text: str | bytes) -> Tree:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_tree(path)


def refused(folder: Path, text: str | bytes) -> CourseError:
    with pytest.raises(CourseError) as caught:
        read(folder, text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-5", 1e-5),
        ("1E5", 1e5),
        ("4", 4),
        ("-3", -3),
        ("010", 10),
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        ("2026-11-20", "2026-11-20"),
        ("'4'", "4"),
        ('"true"', "true"),
        ("''", ""),
        ("|\n  4\n", "4\n"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(tmp_path: Path, text: str, value: object) -> None:
    data = read(tmp_path, f"a: {text}").data
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


def test_thousands_of_digits_are_a_number_still(tmp_path: Path) -> None:
    assert math.isinf(read(tmp_path, "a: " + "9" * 5000).data["a"])


@pytest.mark.parametrize("key", ["2a", "1.10", "1", "yes", "null", "1e-5", "2026-11-20"])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_keys_keep_their_text(tmp_path: Path, key: str, quote: str) -> None:
    assert read(tmp_path, f"{quote}{key}{quote}: 1").data == {key: 1}


def test_a_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    tree = read(tmp_path, "\ufeffa: 1\nb: 2")
    assert tree.data == {"a": 1, "b": 2}
    assert tree.keys[("a",)] == (1, 1)


def test_windows_lines(tmp_path: Path) -> None:
    assert read(tmp_path, "a:\r\n  b: 1\r\n").keys["a", "b"] == (2, 3)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "# nothing\n").data is None


def test_an_alias_stands_where_it_is_used_and_its_value_where_it_was_written(tmp_path: Path) -> None:
    tree = read(tmp_path, "a: &x {p: 1}\nb: *x\n")
    assert tree.data == {"a": {"p": 1}, "b": {"p": 1}}
    assert tree.keys[("b",)] == (2, 1)
    assert tree.keys["b", "p"] == (1, 8)


def test_known_leaves_out_what_is_not_there(tmp_path: Path) -> None:
    tree = read(tmp_path, "a: [{b: 1}]")
    assert tree.known(("a", "tag", 0, "b", "c")) == ("a", 0, "b")


# --------------------------------------------------------------------------- places

WORDS = st.text("abcxyz019_", min_size=1, max_size=6)
DATA: st.SearchStrategy[Any] = st.recursive(
    st.integers(0, 99) | WORDS.map(lambda word: f"w{word}"),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(WORDS, inner, min_size=1, max_size=4),
    max_leaves=12,
)


class Writer:
    """Writes data as YAML and notes where, independently of any reader."""

    def __init__(self, step: int, gaps: list[int]) -> None:
        self.lines: list[str] = []
        self.places: dict[Keys, Place] = {}
        self._step, self._gaps = step, gaps

    def mapping(self, data: dict[str, Any], indent: int, way: Keys) -> None:
        for key, value in data.items():
            self._gap()
            self.places[(*way, key)] = (len(self.lines) + 1, indent + 1)
            head = " " * indent + f'"{key}":'
            if isinstance(value, dict):
                self.lines.append(head)
                self.mapping(value, indent + self._step, (*way, key))
            else:
                self.lines.append(self.flow(value, head + " ", (*way, key)))

    def flow(self, value: Any, line: str, way: Keys) -> str:
        if isinstance(value, dict):
            line += "{"
            for key, item in value.items():
                self.places[(*way, key)] = (len(self.lines) + 1, len(line) + 1)
                line = self.flow(item, f'{line}"{key}": ', (*way, key)) + ", "
            return line + "}"
        if isinstance(value, list):
            line += "["
            for index, item in enumerate(value):
                self.places[(*way, index)] = (len(self.lines) + 1, len(line) + 1)
                line = self.flow(item, line, (*way, index)) + ", "
            return line + "]"
        return f"{line}{value}"

    def _gap(self) -> None:
        count = self._gaps[len(self.lines) % len(self._gaps)]
        self.lines.extend(["", "  # a: remark", "# ü→σ"][:count])


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(WORDS, DATA, min_size=1, max_size=4),
    step=st.integers(1, 5),
    gaps=st.lists(st.integers(0, 3), min_size=1, max_size=4),
)
def test_every_key_and_item_is_placed(tmp_path: Path, data: dict[str, Any], step: int, gaps: list[int]) -> None:
    writer = Writer(step, gaps)
    writer.mapping(data, 0, ())
    tree = read(tmp_path, "\n".join(writer.lines))
    assert tree.data == data
    assert tree.faults == ()
    assert tree.keys == {(): (1, 1)} | writer.places


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab:-[]{},&*!|>'\"%@`#? \n\t\x00\u2028", max_size=30) | st.binary(max_size=12))
def test_whatever_is_written_is_read_or_refused_at_its_place(tmp_path: Path, text: str | bytes) -> None:
    place: tuple[int | None, int | None]
    try:
        tree = read(tmp_path, text)
    except CourseError as error:
        place = (error.line, error.column)
    else:
        place = (1, 1)
        assert tree.keys.keys() == tree.values.keys()
    assert all(number is not None and number >= 1 for number in place)


# --------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a:\n\tb: 1\n", 2, 1, "a tab indents this line"),
        ("a:\n  b: 1\n \tc: 1\n", 3, 2, "a tab indents this line"),
        ("a: [1, 2\nb: 3\n", 2, 2, "no YAML"),
        ("a: 'x\n", 2, 1, "no YAML: found unexpected end of stream"),
        ("a: b: c\n", 1, 5, "mapping values are not allowed here"),
        ("a: 1\nb: *nobody\n", 2, 4, "undefined alias"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a single document"),
        ("ü: 1\nb: \x07\n", 2, 4, "'\\x07' is not allowed"),
        (b"a: 1\nbc: \xff\n", 2, 5, "not UTF-8 (byte 0xff)"),
    ],
)
def test_what_is_no_yaml_is_refused(tmp_path: Path, text: str | bytes, line: int, column: int, words: str) -> None:
    error = refused(tmp_path, text)
    assert (error.line, error.column) == (line, column)
    assert words in error.message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"nowhere\.yaml: cannot be read: No such file"):
        read_tree(tmp_path / "nowhere.yaml")


def test_a_file_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    assert "too deeply" in refused(tmp_path, "[" * 600).message


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "duplicate key 'a' (first at 1:1)"),
        ("x: {1.0: a, '1.0': b}", 1, 13, "duplicate key '1.0' (first at 1:5)"),
        ("a: {<<: {b: 1}}", 1, 5, "merge keys"),
        ("? [a]\n: 1\n", 1, 3, "a key must be a word"),
        ("a: !!python/object:os.system x", 1, 4, "tags such as"),
        ("a: &x\n  - *x\n", 1, 4, "aliases"),
    ],
)
def test_what_yaml_lets_pass_is_a_fault(tmp_path: Path, text: str, line: int, column: int, words: str) -> None:
    (fault,) = set(read(tmp_path, text).faults)
    assert (fault.line, fault.column) == (line, column)
    assert words in fault.message


def test_of_a_duplicate_key_the_first_counts(tmp_path: Path) -> None:
    assert read(tmp_path, "a: 1\na: 2").data == {"a": 1}


def test_aliases_of_aliases_do_not_explode(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    assert "aliases" in read(tmp_path, "\n".join(lines)).faults[0].message


# --------------------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2026-11-20T23:59:00+01:00", 1), (" 2026-11-20T23:59:00Z ", 0), ("2026-11-20 23:59-05:00", -5)],
)
def test_a_time_with_a_zone(text: str, hours: int) -> None:
    assert zoned_time(text) == datetime(2026, 11, 20, 23, 59, tzinfo=UTC) - timedelta(hours=hours)


@pytest.mark.parametrize("text", ["2026-11-20T23:59:00", "2026-11-20", "2026-11-20 23:59"])
def test_a_time_without_a_zone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"has no zone: write for example 2026-11-20T23:59:00\+01:00"):
        zoned_time(text)


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-20T00:00Z", "20.11.2026 23:59"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        zoned_time(text)
