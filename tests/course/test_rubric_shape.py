from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.faults import Fault
from grader.course.rubric_shape import RubricShape, read_shape
from grader.course.yamltree import read_tree

# One line a place, so that a line names it; the numbers are those of the lines.
SMALL = {
    1: "schema: 1",
    2: "defaults: {limits: {call_seconds: 5}}",
    3: "assignments:",
    4: "  sheet:",
    5: "    title: T",
    6: "    points: 4",
    7: "    due: 2026-11-20T23:59:00+01:00",
    8: "    questions:",
    9: "      2a:",
    10: "        points: 4",
    11: "        code: {points: 3, checks: {f: 2, g: {points: 1}}}",
    12: "        text: {points: 1, criteria: [a]}",
}


def faults(folder: Path, **lines: str) -> list[Fault]:
    """Of the small rubric with some lines in place of others: `l4="..."`."""
    text = "\n".join((SMALL | {int(name[1:]): line for name, line in lines.items()}).values())
    path = folder / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    shape = read_shape(read_tree(path))
    return sorted(shape) if isinstance(shape, list) else []


def test_the_small_rubric_is_right(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text("\n".join(SMALL.values()), encoding="utf-8")
    assert isinstance(read_shape(read_tree(path)), RubricShape)
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("line", "text", "column", "message"),
    [
        (1, "schema: 2", 9, "schema: got 2, allowed: 1"),
        (1, "schema: '1'", 9, "schema: got the text '1', allowed: 1"),
        (1, "schema:", 1, "schema: got nothing, allowed: 1"),
        (2, "defaults: {limit: {}}", 12, "unknown key 'limit' (did you mean 'limits'?)"),
        (2, "defaults: {limits: {call_seconds: 0}}", 35, "call_seconds: 0 is not allowed, must be above 0"),
        (2, "defaults: {limits: {memory_mb: 1.5}}", 32, "memory_mb: expected a whole number, got 1.5"),
        (2, "defaults: {limits: {memory_mb: yes}}", 32, "memory_mb: expected a whole number, got the text 'yes'"),
        (2, "defaults: {limits: 5}", 20, "limits: expected a mapping, got 5"),
        (5, "    title: 5", 12, "title: expected a text, got 5"),
        (5, "    title: ''", 12, "title: must not be empty"),
        (5, "", 3, "missing key 'title'"),
        (5, "    titel: T", 3, "missing key 'title'"),
        (6, "    points: -4", 13, "points: -4 is not allowed, must be at least 0"),
        (6, "    points: true", 13, "points: expected a number, got true"),
        (6, "    points: '4'", 13, "points: expected a number, got the text '4'"),
        (6, "    points: four", 13, "points: expected a number, got the text 'four'"),
        (6, "    points: .nan", 13, "points: expected a number, got the text '.nan'"),
        (6, "    points: 1e400", 13, "points: expected a finite number, got inf"),
        (6, "    points: 1e7", 13, "points: 10000000 is not allowed, must be at most 1000000"),
        (6, "    points: 5", 13, "points: 5, but the questions add up to 4 (2a 4)"),
        (7, "    due: 2026-11-20T23:59:00", 10, "'2026-11-20T23:59:00' has no zone: write for example 2026-11-20T23:59:00+01:00"),
        (7, "    due: 2026", 10, "expected a time with a zone, got 2026"),
        (9, "      a b:", 7, "the id 'a b' may hold letters, digits, . _ and - only, and begins with a letter or a digit"),
        (9, "      ../a:", 7, "the id '../a' may hold letters, digits, . _ and - only, and begins with a letter or a digit"),
        (10, "        points: 3", 17, "points: 3, but the parts add up to 4 (code 3, text 1)"),
        (11, "        code: {points: 3, checks: {f: 2}}", 24, "points: 3, but the checks add up to 2 (f 2)"),
        (11, "        code: {points: 3, checks: {}}", 24, "points: 3, but the checks add up to 0 (there are none)"),
        (11, "        code: {points: 3, checks: {f: 2, g: one}}", 45, "expected points, or a mapping with points, got the text 'one'"),
        (11, "        code: {points: 3, checks: {f: 2, g: false}}", 45, "expected points, or a mapping with points, got false"),
        (11, "        code: {points: 3, checks: {f: 2, g: -1}}", 45, "points: -1 is not allowed, must be at least 0"),
        (11, "        code: {points: 2, checks: {f: {points: 2, visibility: hiden}}}", 63, "unknown visibility 'hiden' (did you mean 'hidden'?)"),
        (11, "        code: {points: 2, checks: {f: {visibility: hidden}}}", 36, "missing key 'points'"),
        (11, "        code: {points: 3, checks: {f: 3}, carry_forward: 1}", 58, "carry_forward: expected true or false, got 1"),
        (12, "        text: {points: 1}", 9, "missing key 'criteria'"),
        (12, "        text: {points: 1, criteria: []}", 37, "criteria: must not be empty"),
        (12, "        text: {points: 1, criteria: [{points: 1, text: a}, 7]}", 60, "expected a text, or a mapping with a text, got 7"),
        (12, "        text: {points: 1, criteria: [{points: 2, text: a}, b]}", 24, "points: 1, but the criteria add up to 2 already"),
        (12, "        text: {points: 1, criteria: [{points: 2, text: a}]}", 24, "points: 1, but the criteria add up to 2 (1 2)"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_in_words_where_it_stands(
    tmp_path: Path, line: int, text: str, column: int, message: str
) -> None:
    found = faults(tmp_path, **{f"l{line}": text})
    above = 4 if message == "missing key 'title'" else line
    assert Fault(above, column, message) in found
    assert len(found) == (2 if "titel" in text else 1)


def test_a_question_needs_a_part(tmp_path: Path) -> None:
    found = faults(tmp_path, l9="      2a: {points: 4}", l10="", l11="", l12="")
    assert found == [Fault(9, 11, "a question needs a part: code, derivation or text")]


def test_a_duplicate_key_is_a_mistake_even_alone(tmp_path: Path) -> None:
    found = faults(tmp_path, l5="    title: T\n    title: T")
    assert found == [Fault(6, 5, "duplicate key 'title' (first at 5:5)")]


def test_questions_are_no_list(tmp_path: Path) -> None:
    found = faults(tmp_path, l8="    questions: []", l9="", l10="", l11="", l12="")
    assert found == [Fault(8, 16, "questions: expected a mapping, got a list")]


def test_an_assignment_needs_questions_that_add_up(tmp_path: Path) -> None:
    found = faults(tmp_path, l8="    questions: {}", l9="", l10="", l11="", l12="")
    assert found == [Fault(6, 13, "points: 4, but the questions add up to 0 (there are none)")]


def test_there_must_be_assignments(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text("schema: 1\nassignments: {}", encoding="utf-8")
    assert read_shape(read_tree(path)) == [Fault(2, 14, "assignments: must not be empty")]


def test_dust_of_binary_fractions_is_no_mistake(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        l6="    points: 0.6",
        l10="        points: 0.6",
        l11="        code: {points: 0.3, checks: {f: 0.1, g: 0.2}}",
        l12="        text: {points: 0.3, criteria: [a]}",
    )
    assert found == []


@pytest.mark.parametrize("text", ["", "- 1", "word", "7"])
def test_a_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    (fault,) = read_shape(read_tree(path))
    assert fault.message.startswith("expected a mapping, got ")


def test_all_mistakes_are_found_in_one_go(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        l1="schema: 1\nassignment: 3",
        l2="defaults: {limits: {call_second: 5}, limits: {}}",
        l7="    due: tomorrow",
        l12="        text: {points: x, criteria: [3]}",
    )
    assert [(fault.line, fault.message.split(" (")[0].split(":")[0]) for fault in found] == [
        (2, "unknown key 'assignment'"),
        (3, "unknown key 'call_second'"),
        (3, "duplicate key 'limits'"),
        (8, "'tomorrow' is not a time"),
        (13, "points"),
        (13, "expected a text, or a mapping with a text, got 3"),
    ]
