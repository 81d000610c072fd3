from __future__ import annotations

from pathlib import Path

from grader.submission.moodle import hand_ins, is_moodle


def folder(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name


def test_folders(tmp_path: Path) -> None:
    paths = [
        folder(tmp_path, name)
        for name in ("Jane Doe_12_assignsubmission_file_", "Jürgen_Weiß_13_assignsubmission_file_")
    ]
    assert [(hand_in.student, hand_in.path) for hand_in in hand_ins(paths)] == [
        ("Jane Doe", paths[0]),
        ("Jürgen_Weiß", paths[1]),
    ]


def test_a_name_that_two_share(tmp_path: Path) -> None:
    paths = [folder(tmp_path, f"Jane Doe_{number}_assignsubmission_file_") for number in (12, 13)]
    assert [hand_in.student for hand_in in hand_ins(paths)] == ["Jane Doe_12", "Jane Doe_13"]


def test_text_typed_in_counts_only_alone(tmp_path: Path) -> None:
    typed = folder(tmp_path, "Jane Doe_12_assignsubmission_onlinetext_")
    uploaded = folder(tmp_path, "Jane Doe_12_assignsubmission_file_")
    assert [hand_in.path for hand_in in hand_ins([typed, uploaded])] == [uploaded]
    assert [hand_in.path for hand_in in hand_ins([typed])] == [typed]


def test_files_without_folders(tmp_path: Path) -> None:
    names = ["Jane Doe_12_assignsubmission_file_hw.ipynb", "Jane Doe_12_assignsubmission_file_data.csv"]
    (hand_in,) = hand_ins([tmp_path / name for name in names])
    assert hand_in.student == "Jane Doe"
    assert hand_in.members == (("hw.ipynb", tmp_path / names[0]), ("data.csv", tmp_path / names[1]))


def test_other_names(tmp_path: Path) -> None:
    assert not any(
        map(is_moodle, ("Jane Doe", "Jane_12_file_", "_12_assignsubmission_file_", "J_assignsubmission_file_"))
    )
    assert hand_ins([tmp_path / "Jane Doe"]) == []
