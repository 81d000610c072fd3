from __future__ import annotations

from pathlib import Path

import pytest

from grader.submission.canvas import hand_ins, is_canvas
from grader.submission.handin import HandIn


def located(*names: str) -> list[HandIn]:
    return hand_ins([Path(name) for name in names])


def members(hand_in: HandIn) -> dict[str, str]:
    return {name: path.name for name, path in hand_in.members}


@pytest.mark.parametrize(
    ("name", "student", "late", "file"),
    [
        ("doejane_12345_678_hw1.ipynb", "doejane", False, "hw1.ipynb"),
        ("doejane_LATE_12345_678_hw1.ipynb", "doejane", True, "hw1.ipynb"),
        ("müllerjürgen_1_2_my_homework_3_4_x.py", "müllerjürgen", False, "my_homework_3_4_x.py"),
        ("doe_1_2_hw.zip", "doe", False, "hw.zip"),
        ("doe_1_2_report.pdf", "doe", False, "report.pdf"),
    ],
)
def test_one_file(name: str, student: str, late: bool, file: str) -> None:
    (hand_in,) = located(name)
    assert (hand_in.student, hand_in.marked_late, hand_in.attempt) == (student, late, None)
    assert members(hand_in) == {file: name}
    assert hand_in.path == Path(name)


@pytest.mark.parametrize(
    "name", ["hw1.ipynb", "jane_hw1.ipynb", "jane_1_hw.ipynb", "jane_late_1_2_hw.py", "_1_2_hw.py", "a_1_2_"]
)
def test_other_names(name: str) -> None:
    assert not is_canvas(name)
    assert located(name) == []


def test_a_name_that_two_share() -> None:
    found = located("doejane_1_10_hw.ipynb", "doejane_2_20_hw.ipynb", "roe_3_30_hw.ipynb")
    assert sorted(hand_in.student for hand_in in found) == ["doejane_1", "doejane_2", "roe"]


def test_all_files_of_a_student_go_together() -> None:
    (hand_in,) = located("doe_1_10_hw.ipynb", "doe_LATE_1_11_util.py", "doe_1_12_data-1.csv", "doe_1_13_data-2.csv")
    assert hand_in.attempt is None
    assert hand_in.marked_late
    assert members(hand_in) == {
        "hw.ipynb": "doe_1_10_hw.ipynb",
        "util.py": "doe_LATE_1_11_util.py",
        "data-1.csv": "doe_1_12_data-1.csv",
        "data-2.csv": "doe_1_13_data-2.csv",
        "data.csv": "doe_1_13_data-2.csv",
    }


def test_resubmissions_are_attempts() -> None:
    found = located(
        "doe_1_30_hw-2.ipynb",
        "doe_1_10_hw.ipynb",
        "doe_1_20_hw-1.ipynb",
        "doe_1_11_util.py",
        "doe_1_31_util-1.py",
    )
    assert [hand_in.attempt for hand_in in found] == [1, 2, 3]
    assert members(found[0]) == {"hw.ipynb": "doe_1_10_hw.ipynb", "util.py": "doe_1_11_util.py"}
    assert members(found[2]) == {"hw-2.ipynb": "doe_1_30_hw-2.ipynb", "util.py": "doe_1_31_util-1.py"}


def test_a_lone_resubmission_keeps_its_number() -> None:
    (hand_in,) = located("doe_1_10_hw-2.ipynb")
    assert hand_in.attempt == 3
    assert members(hand_in) == {"hw-2.ipynb": "doe_1_10_hw-2.ipynb"}


def test_the_same_name_twice_goes_by_canvas_number() -> None:
    found = located("doe_1_100_hw.ipynb", "doe_1_99_hw.ipynb")
    assert [(hand_in.attempt, hand_in.path.name) for hand_in in found] == [
        (1, "doe_1_99_hw.ipynb"),
        (2, "doe_1_100_hw.ipynb"),
    ]
    late = located("doe_LATE_1_100_hw.ipynb", "doe_1_99_hw.ipynb")
    assert [hand_in.marked_late for hand_in in late] == [False, True]
