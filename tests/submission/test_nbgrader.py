from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission.nbgrader import hand_ins, resembles, students_in

Tree = Callable[[Mapping[str, bytes]], Path]
STAMP = b"2026-11-20 12:00:00 UTC\n"


def test_where_the_students_are(tree: Tree) -> None:
    top = tree({"submitted/jane/hw1/hw.ipynb": b""})
    assert students_in(top, None) == top / "submitted"
    assert students_in(top / "submitted", None) == top / "submitted"
    assert students_in(top / "submitted" / "jane", None) is None


def test_other_folders_are_known_by_timestamps_or_by_the_assignment(tree: Tree) -> None:
    top = tree({"jane/hw1/hw.ipynb": b"", "roe/hw1/hw.ipynb": b""})
    assert students_in(top, None) is None
    assert students_in(top, "HW-1") == top
    assert students_in(tree({"roe/notes.txt": b""}), "HW-1") is None


def test_every_student_needs_the_shape(tree: Tree) -> None:
    top = tree({"jane/hw1/timestamp.txt": STAMP})
    assert students_in(top, None) == top
    assert students_in(tree({"roe/hw.py": b"", "roe/x/timestamp.txt": STAMP}), None) is None
    assert resembles(top, None)


@pytest.mark.parametrize("loose", ["bob.ipynb", "bob/hw.py", "submitted/bob/hw.py", "submitted/bob.zip"])
def test_a_folder_called_submitted_may_be_a_students(tree: Tree, loose: str) -> None:
    top = tree({"submitted/ann/hw1/hw.ipynb": b"", "source/hw1/hw.ipynb": b"", "nbgrader_config.py": b""})
    assert students_in(top, None) == top / "submitted"
    assert students_in(tree({loose: b""}), None) is None
    assert resembles(top, None)


def test_two_folders_that_may_be_the_assignment_are_that_students_problem(tree: Tree) -> None:
    found = hand_ins(
        tree({"ann/HW1/a.py": b"", "bob/hw-1/a.py": b"", "cat/hw1/a.py": b"", "cat/HW_1/a.py": b""}), "hw1"
    )
    assert [(hand_in.student, hand_in.problem is None) for hand_in in found] == [
        ("ann", True),
        ("bob", True),
        ("cat", False),
    ]


def test_students_and_times(tree: Tree) -> None:
    top = tree(
        {
            "ann/hw1/timestamp.txt": STAMP,
            "bob/hw1/timestamp.txt": b"2026-11-20T13:00:00+01:00",
            "cat/hw1/timestamp.txt": b"2026-11-20 12:00:00.000000",
            "dan/hw1/timestamp.txt": b"yesterday",
            "eve/hw1/hw.ipynb": b"",
            ".cache/hw1/hw.ipynb": b"",
        }
    )
    found = hand_ins(top, None)
    assert [hand_in.student for hand_in in found] == ["ann", "bob", "cat", "dan", "eve"]
    noon = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert [hand_in.submitted_at for hand_in in found] == [noon, noon, noon, None, None]
    assert found[0].path == top / "ann" / "hw1"
    assert found[3].notes == ("timestamp.txt tells no time: 'yesterday' is not a time like 2026-11-20 12:00:00 UTC",)
    assert [bool(hand_in.notes) for hand_in in found] == [False, False, False, True, False]


def test_the_assignment_selects(tree: Tree) -> None:
    top = tree({"ann/hw1/a.py": b"", "ann/hw2/a.py": b"", "bob/hw2/b.py": b"", "cat/hw1/c.py": b""})
    assert [hand_in.path.relative_to(top).as_posix() for hand_in in hand_ins(top, "hw2")] == [
        "ann/hw2",
        "bob/hw2",
    ]
    for assignment in (None, "hw3"):
        with pytest.raises(UsageError, match="holds the assignments hw1, hw2, and none is called"):
            hand_ins(top, assignment)


def test_the_only_assignment_needs_no_name(tree: Tree) -> None:
    assert [hand_in.student for hand_in in hand_ins(tree({"ann/ps1/a.py": b""}), "ss2020_seminar2")] == ["ann"]


def test_a_linked_timestamp_is_not_read(tree: Tree, tmp_path: Path) -> None:
    top = tree({"ann/hw1/a.py": b""})
    (tmp_path / "stamp").write_bytes(STAMP)
    (top / "ann/hw1/timestamp.txt").symlink_to(tmp_path / "stamp")
    assert hand_ins(top, None)[0].submitted_at is None
