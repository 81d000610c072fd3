from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course.rubric import (
    ArchiveLimits,
    AssignmentRubric,
    Base,
    CheckRubric,
    CodeRubric,
    Criterion,
    DerivationRubric,
    LatePolicy,
    Policy,
    QuestionRubric,
    Rubric,
    TextRubric,
    read_rubric,
)
from grader.errors import CourseError
from grader.records import Limits, PartKind, Visibility

RUBRIC = """\
schema: 1
defaults:
  limits:
    load_seconds: 90
    call_seconds: 1e1
    files: 50
  late:
    policy: none
assignments:
  sheet:
    title: "Softmax & friends"
    points: 13.3
    due: 2026-11-20T23:59:00+01:00
    late:
      policy: per_day
      percent: 10
      grace_minutes: 15
      max_percent: 50
    limits:
      load_seconds: 45
      unpacked_mb: 10
    questions:
      2a:
        points: 13
        limits:
          call_seconds: 5
        code:
          points: 6
          carry_forward: true
          checks:
            softmax: 4
            Scan.apply:
              points: 2
              visibility: hidden
        derivation:
          points: 4
        text:
          points: 3
          criteria:
            - names the uniform distribution
            - points: 1
              text: says when
      1.10:
        points: 0.3
        code:
          points: 0.3
          checks:
            a: 0.1
            b: 0.2
  other:
    title: Other
    points: 1
    questions:
      q:
        points: 1
        derivation:
          points: 1
"""


def read(folder: Path, text: str) -> Rubric:
    path = folder / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    return read_rubric(path)


def refused(folder: Path, text: str) -> CourseError:
    with pytest.raises(CourseError) as caught:
        read(folder, text)
    assert caught.value.path == folder / "rubric.yaml"
    return caught.value


# --------------------------------------------------------------------------- what it reads


def test_the_whole_of_it(tmp_path: Path) -> None:
    base = Limits(load_seconds=45, call_seconds=10)
    rubric = read(tmp_path, RUBRIC)
    assert rubric.assignments["other"].limits == Limits(load_seconds=90, call_seconds=10)
    sheet = rubric.assignments["sheet"]
    assert sheet == AssignmentRubric(
        title="Softmax & friends",
        points=13.3,
        due=datetime(2026, 11, 20, 23, 59, tzinfo=timezone(timedelta(hours=1))),
        late=LatePolicy(Policy.PER_DAY, percent=10, grace_minutes=15, max_percent=50),
        limits=base,
        archive=ArchiveLimits(files=50, unpacked_mb=10),
        questions={
            "2a": QuestionRubric(
                points=13,
                limits=replace(base, call_seconds=5),
                code=CodeRubric(
                    6,
                    {"softmax": CheckRubric(4), "Scan.apply": CheckRubric(2, Visibility.HIDDEN)},
                    carry_forward=True,
                ),
                derivation=DerivationRubric(4),
                text=TextRubric(3, (Criterion("names the uniform distribution"), Criterion("says when", 1))),
            ),
            "1.10": QuestionRubric(0.3, base, CodeRubric(0.3, {"a": CheckRubric(0.1), "b": CheckRubric(0.2)})),
        },
    )


def test_questions_and_checks_keep_the_order_of_the_file(tmp_path: Path) -> None:
    sheet = read(tmp_path, RUBRIC).assignments["sheet"]
    assert list(sheet.questions) == ["2a", "1.10"]
    code = sheet.questions["2a"].code
    assert code is not None
    assert list(code.checks) == ["softmax", "Scan.apply"]


def test_without_defaults_the_records_own_hold(tmp_path: Path) -> None:
    start, end = RUBRIC.index("defaults:"), RUBRIC.index("assignments:")
    other = read(tmp_path, RUBRIC[:start] + RUBRIC[end:]).assignments["other"]
    assert other.limits == Limits()
    assert other.archive == ArchiveLimits()
    assert other.late == LatePolicy()
    assert other.due is None


def test_parts_are_those_there_are_in_order(tmp_path: Path) -> None:
    rubric = read(tmp_path, RUBRIC)
    assert list(rubric.assignments["sheet"].questions["2a"].parts) == list(PartKind)
    assert list(rubric.assignments["other"].questions["q"].parts) == [PartKind.DERIVATION]


def test_records_are_frozen(tmp_path: Path) -> None:
    rubric = read(tmp_path, RUBRIC)
    with pytest.raises(FrozenInstanceError):
        rubric.assignments["sheet"].points = 1  # type: ignore[misc]


def test_pydantic_is_not_imported_before_a_file_is_read() -> None:
    code = "import sys, grader.course.rubric; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --------------------------------------------------------------------------- late policies

LATE = """\
schema: 1
defaults: {{late: {default}}}
assignments:
  sheet: {{title: T, points: 1, late: {own}, questions: {{q: {{points: 1, derivation: {{points: 1}}}}}}}}
"""


@pytest.mark.parametrize(
    ("default", "own", "policy"),
    [
        ("", "", LatePolicy()),
        ("{policy: none}", "", LatePolicy()),
        ("{policy: fixed, percent: 20}", "", LatePolicy(Policy.FIXED, percent=20)),
        ("{policy: fixed, percent: 20}", "{}", LatePolicy(Policy.FIXED, percent=20)),
        ("{policy: fixed, percent: 20}", "{policy: none}", LatePolicy()),
        (
            "{policy: per_day, percent: 20, max_percent: 60}",
            "{percent: 5, of: points}",
            LatePolicy(Policy.PER_DAY, percent=5, max_percent=60, of=Base.POINTS),
        ),
        (
            "{policy: per_day, percent: 20, max_percent: 60}",
            "{policy: fixed, grace_minutes: 5}",
            LatePolicy(Policy.FIXED, percent=20, grace_minutes=5),
        ),
        ("{percent: 3}", "{policy: fixed}", LatePolicy(Policy.FIXED, percent=3)),
    ],
)
def test_late_policies_inherit_key_by_key(tmp_path: Path, default: str, own: str, policy: LatePolicy) -> None:
    assert read(tmp_path, LATE.format(default=default, own=own)).assignments["sheet"].late == policy


@pytest.mark.parametrize(
    ("default", "own", "line", "words"),
    [
        ("{policy: perday, percent: 2}", "", 2, "unknown policy 'perday' (did you mean 'per_day'?)"),
        ("{policy: none, percent: 2}", "", 2, "'percent' means nothing under the policy 'none'"),
        ("{policy: none}", "{percent: 2}", 4, "'percent' means nothing under the policy 'none'"),
        (
            "",
            "{policy: fixed, percent: 2, max_percent: 3}",
            4,
            "'max_percent' means nothing under the policy 'fixed'",
        ),
        ("", "{policy: fixed}", 4, "missing key 'percent' under `late`: the policy 'fixed' needs it"),
        ("", "{percent: 3}", 4, "missing key 'policy' under `late`"),
        ("{percent: 3}", "", 2, "missing key 'policy' under `late`"),
        ("{policy: per_day}", "", 2, "missing key 'percent' under `late`: the policy 'per_day' needs it"),
        ("", "{policy: fixed, percent: 101}", 4, "percent: 101 is not allowed, must be at most 100"),
        ("", "{policy: fixed, percent: 1, of: marks}", 4, "unknown of 'marks' (allowed: points, score)"),
        (
            "",
            "{policy: fixed, percent: 1, grace_minutes: -1}",
            4,
            "grace_minutes: -1 is not allowed, must be at least 0",
        ),
    ],
)
def test_late_policies_that_make_no_sense(tmp_path: Path, default: str, own: str, line: int, words: str) -> None:
    error = refused(tmp_path, LATE.format(default=default, own=own))
    assert (error.line, error.message) == (line, words)


# --------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (("schema",), (1, 1)),
        (("assignments", "sheet"), (10, 3)),
        (("assignments", "sheet", "questions", "2a", "code", "checks", "Scan.apply"), (32, 13)),
        (("assignments", "sheet", "questions", "2a", "text", "criteria", 1), (41, 15)),
        (("assignments", "sheet", "questions", "1.1"), None),
    ],
)
def test_place(tmp_path: Path, keys: tuple[str | int, ...], place: tuple[int, int] | None) -> None:
    assert read(tmp_path, RUBRIC).place(*keys) == place


def test_later_mistakes_are_placed_at_the_last_key_there_is(tmp_path: Path) -> None:
    rubric = read(tmp_path, RUBRIC)
    error = rubric.error("no check 'softmx'", "assignments", "sheet", "questions", "2a", "code", "checks", "softmx")
    assert str(error) == f"{tmp_path / 'rubric.yaml'}:30:11: no check 'softmx'"
    assert rubric.error("nothing of it", "nowhere").line is None


# Every mapping with fixed keys, by the words that begin its line, and its inner indentation.
MAPPINGS = [
    ("schema: 1", 0),
    ("defaults:", 2),
    ("  limits:", 4),
    ("  late:", 4),
    ("  sheet:", 4),
    ("    late:", 6),
    ("    limits:", 6),
    ("      2a:", 8),
    ("        limits:", 10),
    ("        code:", 10),
    ("            Scan.apply:", 14),
    ("        derivation:", 10),
    ("        text:", 10),
    ("            - points: 1", 14),
    ("  other:", 4),
]
ALLOWED = {
    "schema",
    "title",
    "points",
    "due",
    "late",
    "limits",
    "questions",
    "defaults",
    "assignments",
    "code",
    "text",
}
ALLOWED |= {
    "derivation",
    "checks",
    "carry_forward",
    "visibility",
    "criteria",
    "policy",
    "percent",
    "grace_minutes",
}
ALLOWED |= {"max_percent", "of", "files", "unpacked_mb", *(name for name in Limits.__slots__)}
SETTINGS = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SETTINGS
@given(
    mapping=st.sampled_from(MAPPINGS),
    word=st.text("abcdefghijklmnopqrstuvwxyz_", min_size=2, max_size=12).filter(lambda word: word not in ALLOWED),
    remarks=st.integers(0, 3),
)
def test_an_unknown_key_is_named_where_it_stands(
    tmp_path: Path, mapping: tuple[str, int], word: str, remarks: int
) -> None:
    head, indent = mapping
    lines = RUBRIC.splitlines()
    below = lines.index(head) + 1
    lines[below:below] = [*(["# σ: a remark"] * remarks), f"{' ' * indent}{word}: 1"]
    error = refused(tmp_path, "\n".join(lines))
    assert (error.line, error.column) == (below + remarks + 1, indent + 1)
    assert error.message.startswith(f"unknown key {word!r} (")
    assert "\n" not in error.message


@SETTINGS
@given(data=st.data())
def test_points_that_do_not_add_up_are_named_with_both_numbers(tmp_path: Path, data: st.DataObject) -> None:
    lines = RUBRIC.splitlines()
    sums = {
        12: ("questions", 13.3),
        24: ("parts", 13),
        28: ("checks", 6),
        44: ("parts", 0.3),
        46: ("checks", 0.3),
    }
    line = data.draw(st.sampled_from(sorted(sums)))
    what, total = sums[line]
    other = data.draw(st.integers(0, 500).map(lambda tenths: tenths / 10).filter(lambda points: points != total))
    key = lines[line - 1].partition(":")[0]
    lines[line - 1] = f"{key}: {other}"
    error = refused(tmp_path, "\n".join(lines))
    assert (error.line, error.column) == (line, len(key) + 3)
    assert error.message.startswith(f"points: {other:g}, but the {what} add up to {total:g} (")
