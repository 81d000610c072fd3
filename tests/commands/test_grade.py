"""Grading a class from nothing, and again."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from pathlib import Path

import pytest


def test_grades_a_class(desk):
    desk.submit(ann=desk.right, bob=desk.rows, cleo=desk.squared)
    said = desk.grade()
    assert said.code == 0
    assert said.out.splitlines()[-1] == str(desk.out / "index.html")
    assert desk.scores() == {"ann": "8", "bob": "4", "cleo": "6"}
    assert {path.name for path in desk.out.iterdir()} == {
        "index.html",
        "grades.csv",
        "grades.sqlite",
        "reports",
        "results",
    }
    assert desk.result("bob")["questions"][1]["parts"][0]["checks"][0]["misconception"] == (
        "the rows are centred instead of the columns"
    )
    assert desk.result("ann")["course_sha256"]
    assert set(desk.result("ann")["versions"]) == {"grader", "numpy", "torch"}


def test_the_store_holds_what_the_files_say(graded):
    assert {student: result.score for student, result in graded.recorded().items()} == {"ann": 8, "bob": 4, "cleo": 6}


def test_a_second_run_judges_nothing(graded):
    before = {path: path.stat().st_mtime_ns for path in graded.out.rglob("*.json")}
    said = graded.grade()
    assert said.code == 0
    assert "nothing new to judge in 3 submissions" in said.err
    assert graded.judged() == {}
    assert {event["standing"] for event in graded.events() if event["event"] == "recorded"} == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in graded.out.rglob("*.json")} == before


def test_only_an_edited_submission_is_judged_again(graded):
    graded.submit(bob=graded.right)
    assert graded.grade().code == 0
    assert graded.judged() == {"bob": ["1", "2", "3"]}
    assert graded.scores() == {"ann": "8", "bob": "8", "cleo": "6"}


def test_equal_submissions_are_judged_once(desk):
    desk.submit(ann=desk.right)
    for student in ("bob", "cleo"):
        (desk.handed / student).mkdir()
        shutil.copy(desk.handed / "ann.py", desk.handed / student / "ann.py")
    assert desk.grade().code == 0
    assert len(desk.judged()) == 1
    assert desk.scores() == {"ann": "8", "bob": "8", "cleo": "8"}


def test_unreadable_submissions_do_not_stop_the_others(desk):
    desk.submit(ann=desk.right)
    desk.write("class/dora.ipynb", "{ no notebook")
    desk.write("class/eve.pdf", "%PDF")
    assert desk.grade("--as", "class").code == 0
    assert desk.scores() == {"ann": "8", "dora": "", "eve": ""}
    assert desk.table()["dora"]["status"] == "unreadable"
    assert desk.result("dora")["notes"]


def test_the_archive_limits_of_the_rubric_hold(desk):
    desk.edit("course/rubric.yaml", "    late:", "    limits: {files: 2, unpacked_mb: 1}\n    late:")
    for student, sizes in {"ann": [500_000], "bob": [1, 1], "cleo": [1_000_000]}.items():
        desk.write(f"class/{student}/hw.py", desk.right)
        for number, size in enumerate(sizes):
            desk.write(f"class/{student}/data{number}.txt", " " * size)
    assert desk.grade().code == 0
    statuses = {student: row["status"] for student, row in desk.table().items()}
    assert statuses == {"ann": "graded", "bob": "unreadable", "cleo": "unreadable"}


def test_crashes_and_endless_loops_are_the_students_own(desk):
    desk.edit("course/rubric.yaml", "    late:", "    limits: {call_seconds: 1, question_seconds: 2}\n    late:")
    desk.submit(
        ann=desk.right.replace("    return (x * x)", "    import os\n    os._exit(3)\n    return (x * x)"),
        bob=desk.right.replace("    return X", "    while True:\n        pass\n    return X"),
    )
    assert desk.grade().code == 0
    assert desk.scores() == {"ann": "6", "bob": "4"}
    statuses = [check["status"] for check in desk.result("ann")["questions"][0]["parts"][0]["checks"]]
    assert statuses == ["passed", "crashed"]
    assert desk.result("bob")["questions"][1]["parts"][0]["checks"][0]["status"] == "timeout"


def test_a_course_with_torch(desk):
    course = Path(__file__).parents[1] / "linear_algebra"
    samples = course / "assignments/sheet1/samples"
    said = desk.call("grade", "sheet1", samples, "-o", desk.out, "--course", course, "-j", 2)
    assert said.code == 0
    assert desk.scores() == {"right": "20", "wrong": "2"}
    mistakes = [check["misconception"] for check in desk.result("wrong")["questions"][0]["parts"][0]["checks"][:1]]
    assert mistakes == ["the columns are taken for orthonormal"]


# --------------------------------------------------------------------------- the seed


def test_a_drawn_seed_stays_secret(graded):
    assert "seed" not in graded.result("ann")
    digest = graded.result("ann")["seed_sha256"]
    seed = int(_meta(graded, "seed"))
    assert hashlib.sha256(str(seed).encode()).hexdigest() == digest
    assert str(seed) not in "".join(path.read_text("utf-8") for path in graded.out.rglob("*.html"))


def test_a_chosen_seed_is_recorded_and_stays(desk):
    desk.submit(ann=desk.right)
    assert desk.grade("--seed", 7).code == 0
    assert desk.result("ann")["seed"] == 7
    assert desk.grade().code == 0
    assert desk.judged() == {}
    said = desk.grade("--seed", 8)
    assert said.code == 2
    assert "another seed than 8" in said.err
    assert desk.grade("--seed", 8, "--fresh").code == 0
    assert desk.result("ann")["seed"] == 8


def _meta(desk, key):
    from grader.grading.store import Store

    with Store(desk.out / "grades.sqlite") as store:
        return store.get(key)


# --------------------------------------------------------------------------- OUT


def test_out_may_lie_in_the_folder_of_the_class(desk):
    desk.submit(ann=desk.right, bob=desk.rows)
    for _ in range(2):
        said = desk.call("grade", "sums", desk.handed, "-o", desk.handed / "out", "--course", desk.course)
        assert said.code == 0
        assert sorted(path.stem for path in (desk.handed / "out" / "results").iterdir()) == ["ann", "bob"]


def test_out_may_not_lie_in_a_submission(desk):
    desk.write("class/ann/hw.py", desk.right)
    said = desk.call("grade", "sums", desk.handed, "-o", desk.handed / "ann" / "out", "--course", desk.course)
    assert said.code == 2
    assert "lies inside the submission" in said.err
    assert not (desk.handed / "ann" / "out").exists()


def test_out_is_a_file(desk):
    desk.submit(ann=desk.right)
    desk.write("out", "")
    said = desk.grade()
    assert said.code == 2
    assert "is a file" in said.err


def test_out_cannot_be_made(desk):
    desk.submit(ann=desk.right)
    desk.write("file", "")
    said = desk.call("grade", "sums", desk.handed, "-o", desk.root / "file" / "out", "--course", desk.course)
    assert said.code == 2
    assert said.err.splitlines() == [
        f"grader: {desk.root}/file/out: nothing can be written there (Not a directory): give another OUT"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_out_is_read_only(desk):
    desk.submit(ann=desk.right)
    desk.out.mkdir()
    desk.out.chmod(stat.S_IRUSR | stat.S_IXUSR)
    said = desk.grade()
    assert said.code == 2
    assert "Permission denied" in said.err


def test_out_holds_another_assignment(graded):
    graded.edit("course/rubric.yaml", "assignments:\n", "assignments:\n  sum:\n" + _copy_of_sums(graded))
    shutil.copytree(graded.course / "assignments/sums", graded.course / "assignments/sum")
    for option in ((), ("--fresh",)):
        said = graded.call("grade", "sum", graded.handed, "-o", graded.out, "--course", graded.course, *option)
        assert said.code == 2
        assert "holds 'sums', not 'sum'" in said.err
        assert len(graded.recorded()) == 3


def _copy_of_sums(desk):
    return desk.course.joinpath("rubric.yaml").read_text("utf-8").partition("  sums:\n")[2]


def test_out_holds_something_else(desk):
    desk.submit(ann=desk.right)
    desk.write("out/grades.sqlite", "no database, but long enough to be one " * 20)
    said = desk.grade()
    assert said.code == 2
    assert "grades.sqlite is no database, or a damaged one" in said.err


def test_the_log_cannot_be_written(desk):
    desk.submit(ann=desk.right)
    said = desk.call(*desk.grading("--log-json", desk.root / "nowhere" / "log"))
    assert said.code == 2
    assert "cannot be written (No such file or directory)" in said.err
