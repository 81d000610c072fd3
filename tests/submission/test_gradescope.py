from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission.gradescope import export_in, hand_ins, resembles

Tree = Callable[[Mapping[str, bytes]], Path]

METADATA = b"""---
submission_101:
  :submitters:
  - :name: Jane Doe
    :sid: '17'
    :email: jane@uni.cz
  :created_at: 2026-11-20 12:00:00.653811000 Z
  :score: 3.0
  :results: {tests: []}
submission_102:
  :submitters:
  - :name: Roe
    :email: roe@uni.cz
  - :name: Poe
    :email: poe@uni.cz
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: &1 2026-11-20 13:00:00.000000000 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Europe/Prague
    time: *1
submission_103:
  :submitters:
  - :name: No Mail
    :email:
  :created_at: "2026-11-20T15:00:00+01:00"
"""


def test_an_export(tree: Tree) -> None:
    top = tree({"submission_metadata.yml": METADATA, "submission_101/hw.ipynb": b"", "submission_102/hw.py": b"",
                "submission_103/hw.py": b"", "submission_104/hw.py": b"", "__MACOSX/x": b""})  # fmt: skip
    found = {hand_in.path.name: hand_in for hand_in in hand_ins(top)}
    assert {name: hand_in.student for name, hand_in in found.items()} == {
        "submission_101": "jane@uni.cz",
        "submission_102": "roe@uni.cz",
        "submission_103": "submission_103",
        "submission_104": "submission_104",
    }
    assert [found[f"submission_{number}"].submitted_at for number in range(101, 105)] == [
        datetime(2026, 11, 20, 12, 0, 0, 653811, tzinfo=UTC),
        datetime(2026, 11, 20, 13, 0, tzinfo=UTC),
        datetime(2026, 11, 20, 14, 0, tzinfo=UTC),
        None,
    ]
    assert found["submission_102"].notes == ("handed in by roe@uni.cz and poe@uni.cz together",)
    assert "no time of submission" in found["submission_104"].notes[0]
    assert all(hand_in.attempt is None and hand_in.problem is None for hand_in in found.values())


def entry(number: int, email: str, hour: int) -> bytes:
    return (
        f"submission_{number}:\n  :submitters:\n  - :email: {email}\n  :created_at: 2026-11-20 {hour}:00:00 Z\n"
    ).encode()


def test_several_of_one_student_are_attempts_by_time(tree: Tree) -> None:
    data = entry(1, "jane@uni.cz", 15) + entry(2, "Jane@uni.cz", 12)
    top = tree({"submission_metadata.yml": data, "submission_1/hw.py": b"", "submission_2/hw.py": b""})
    assert [(hand_in.path.name, hand_in.attempt) for hand_in in hand_ins(top)] == [
        ("submission_2", 1),
        ("submission_1", 2),
    ]


def test_a_folder_that_is_missing_is_a_problem(tree: Tree) -> None:
    (hand_in,) = hand_ins(tree({"submission_metadata.yml": entry(1, "jane@uni.cz", 12)}))
    assert hand_in.problem == "submission_metadata.yml names the folder submission_1, which is not in the export"


def test_where_the_export_is(tree: Tree) -> None:
    top = tree({"assignment_1_export/submission_metadata.yml": b"{}"})
    assert export_in(top) == top / "assignment_1_export"
    assert export_in(top / "assignment_1_export") == top / "assignment_1_export"
    assert export_in(tree({"__MACOSX/x": b""})) == top / "assignment_1_export"
    assert export_in(tree({"other/x": b""})) is None


@pytest.mark.parametrize("name", ["eve", "submission_1", "assignment_1_export_eve", "Eve_1_assignsubmission_file_"])
def test_metadata_in_a_students_folder_are_not_believed(tree: Tree, name: str) -> None:
    top = tree({f"{name}/submission_metadata.yml": METADATA, f"{name}/submission_101/hw.py": b""})
    assert export_in(top) is None
    assert resembles(top)
    assert not resembles(tree({"bob/hw.py": b""}))


def test_an_export_that_is_a_link_is_not_followed(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class/assignment_1_export").symlink_to(tree({"submission_metadata.yml": METADATA}))
    assert export_in(tmp_path / "class") is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: [1\nb: 2\n", "submission_metadata.yml:2: "),
        (b"- 1\n", "expected an entry for each folder, got list"),
        (b"", "got NoneType"),
        (b"a: !!python/object/apply:os.system ['true']\n", "submission_metadata.yml:1: "),
        (b"a: &a [*a]\n? {b: c}\n: 1\n", "submission_metadata.yml:2: "),
        (b"a: 2026-99-99\n", "cannot be read"),
        (b"\xff\xfe\xff", "submission_metadata.yml"),
    ],
)
def test_metadata_that_are_refused(tree: Tree, data: bytes, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        hand_ins(tree({"submission_metadata.yml": data}))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [b"  5", b"\n  :submitters: 7", b"\n  :submitters: [3, null]\n  :created_at: 2026-11-20", b"\n  :created_at: !ruby/sym x",
     b"\n  :created_at: {utc: [1]}", b"\n  :submitters: [{':email': [a]}]"],
)  # fmt: skip
def test_odd_entries_fall_back(tree: Tree, body: bytes) -> None:
    (hand_in,) = hand_ins(tree({"submission_metadata.yml": b"submission_1:" + body + b"\n", "submission_1/x.py": b""}))
    assert hand_in.student in ("submission_1", "['a']")
    assert hand_in.submitted_at is None
