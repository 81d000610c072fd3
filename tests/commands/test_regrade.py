"""Running again after something has changed: what is judged anew, and which recorded marks may change."""

from __future__ import annotations

import pytest


def test_an_edited_reference_regrades_its_question_alone(graded):
    graded.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=0)")
    said = graded.grade()
    assert said.code == 0
    assert graded.judged() == {"ann": ["2"], "bob": ["2"], "cleo": ["2"]}
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6"}


def test_an_added_mistake_regrades_its_question_alone(graded):
    bank = graded.course / "assignments/bank/norms.py"
    bank.write_text(bank.read_text() + '\n\n@mistake(norm, "the sum")\ndef total(x: Any) -> Any:\n    return x.sum()\n')
    assert graded.grade().code == 0
    assert graded.judged() == {"ann": ["1"], "bob": ["1"], "cleo": ["1"]}


def test_changed_marks_wait_for_consent(graded):
    graded.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=1, keepdims=True)")
    said = graded.grade()
    assert said.code == 4
    assert "Recorded marks that would change; they were kept:" in said.err
    assert [line.strip() for line in said.err.splitlines() if "→" in line] == [
        "ann: 2/centred: 4 → 0",
        "bob: 2/centred: 0 → 4",
        "cleo: 2/centred: 4 → 0",
    ]
    assert "--accept" in said.err
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6"}
    assert graded.grade().code == 4
    assert graded.judged() == {}
    said = graded.grade("--accept")
    assert said.code == 0
    assert "Recorded marks that changed:" in said.err
    assert graded.scores() == {"ann": "4", "bob": "8", "cleo": "2"}
    assert graded.grade().code == 0


def test_changed_points_wait_for_consent(graded):
    graded.edit(
        "course/rubric.yaml", "norm: 2\n            is_unit: {points: 2,", "norm: 3\n            is_unit: {points: 1,"
    )
    said = graded.grade()
    assert said.code == 4
    assert graded.judged() == {}
    assert "ann: 1/norm: 2 → 3" in said.err
    assert "cleo: 1/is_unit: 2 → 1" in said.err
    assert graded.scores()["cleo"] == "6"
    assert graded.grade("--accept").code == 0
    assert graded.scores()["cleo"] == "5"


def test_a_new_hand_in_is_graded_at_once_beside_changes_that_wait(graded):
    graded.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=1, keepdims=True)")
    graded.submit(bob=graded.right, dora=graded.rows)
    said = graded.grade()
    assert said.code == 4
    assert "bob" not in "".join(line for line in said.err.splitlines() if "→" in line)
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6", "dora": "8"}


def test_another_rubric(graded):
    other = graded.write("other.yaml", (graded.course / "rubric.yaml").read_text().replace("norm: 2", "norm: 4"))
    said = graded.grade("--rubric", other)
    assert said.code == 2
    assert str(other) in said.err
    assert graded.scores()["ann"] == "8"


def test_changed_limits_are_judged_by(graded):
    graded.edit("course/rubric.yaml", '      "2":\n', '      "2":\n        limits: {call_seconds: 5}\n')
    assert graded.grade().code == 0
    assert graded.judged() == {"ann": ["2"], "bob": ["2"], "cleo": ["2"]}


def test_carrying_errors_forward_is_judged_anew(graded):
    graded.edit("course/assignments/bank/norms.py", "import Draw, check", "import Draw, carried, check")
    bank = graded.course / "assignments/bank/norms.py"
    declared = '@carried(is_unit, "norm", "x")\ndef from_norm(own: Any, x: Any) -> Any:\n    return own == 1\n'
    bank.write_text(f"{bank.read_text()}\n\n{declared}", encoding="utf-8")
    assert graded.grade().code == 0
    graded.edit(
        "course/rubric.yaml",
        "          checks:\n            norm",
        "          carry_forward: true\n          checks:\n            norm",
    )
    assert graded.grade().code == 0
    assert graded.judged() == {"ann": ["1"], "bob": ["1"], "cleo": ["1"]}


def test_a_changed_late_policy_waits_for_consent(desk):
    desk.submit(ann=desk.right)
    times = desk.write("times.csv", "ann,2026-11-21T12:00:00Z\n")
    late = ("--times", times, "--due", "2026-11-20T18:00:00Z")
    assert desk.grade(*late).code == 0
    assert desk.scores() == {"ann": "7.2"}
    desk.edit("course/rubric.yaml", "percent: 10", "percent: 50")
    said = desk.grade(*late)
    assert said.code == 4
    assert "ann: total: 7.2 → 4" in said.err
    assert desk.grade(*late, "--accept").code == 0
    assert desk.scores() == {"ann": "4"}


def test_fresh_forgets_and_draws_another_seed(graded):
    before = graded.result("ann")["seed_sha256"]
    graded.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=1, keepdims=True)")
    assert graded.grade("--fresh").code == 0
    assert graded.judged() == {"ann": ["1", "2", "3"], "bob": ["1", "2", "3"], "cleo": ["1", "2", "3"]}
    assert graded.scores() == {"ann": "4", "bob": "8", "cleo": "2"}
    assert graded.result("ann")["seed_sha256"] != before


def test_students_of_earlier_runs_stay(graded):
    assert graded.grade(paths=[graded.handed / "ann.py"]).code == 0
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6"}


# --------------------------------------------------------------------------- --only


def test_only_takes_one_question_anew_and_keeps_the_others(graded):
    graded.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=0)")
    graded.edit("course/reference/norms.py", "np.sqrt((x * x).sum())", "np.linalg.norm(x)")
    before = graded.result("bob")["questions"]
    assert graded.grade("--only", "2").code == 0
    assert graded.judged() == {"ann": ["2"], "bob": ["2"], "cleo": ["2"]}
    after = graded.result("bob")["questions"]
    assert [question["id"] for question in after] == ["1", "2", "3"]
    assert (after[0], after[2]) == (before[0], before[2])
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6"}
    assert {row["status"] for row in graded.table().values()} == {"graded"}
    assert graded.grade().code == 0
    assert graded.judged() == {"ann": ["1"], "bob": ["1"], "cleo": ["1"]}


def test_only_changes_no_mark_of_another_question(graded):
    graded.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=1, keepdims=True)")
    assert graded.grade("--only", "1").code == 0
    assert graded.judged() == {}
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6"}
    said = graded.grade("--only", "2", "--accept")
    assert said.code == 0
    assert graded.scores() == {"ann": "4", "bob": "8", "cleo": "2"}


def test_only_first_and_the_rest_later(desk):
    desk.submit(ann=desk.right, bob=desk.rows)
    assert desk.grade("--only", "2").code == 0
    assert desk.judged() == {"ann": ["2"], "bob": ["2"]}
    assert desk.scores() == {"ann": "4", "bob": "0"}
    assert [question["id"] for question in desk.result("ann")["questions"]] == ["2"]
    assert desk.grade("--only", "1", "--only", "3").code == 0
    assert desk.judged() == {"ann": ["1", "3"], "bob": ["1", "3"]}
    assert desk.scores() == {"ann": "8", "bob": "4"}
    assert [question["id"] for question in desk.result("ann")["questions"]] == ["1", "2", "3"]


def test_a_full_run_after_only_needs_no_consent(desk):
    desk.submit(ann=desk.right)
    times = desk.write("times.csv", "ann,2026-11-21T12:00:00Z\n")
    late = ("--times", times, "--due", "2026-11-20T18:00:00Z")
    assert desk.grade(*late, "--only", "2").code == 0
    assert desk.scores() == {"ann": "3.6"}
    assert desk.grade(*late).code == 0
    assert desk.scores() == {"ann": "7.2"}


def test_a_file_handed_in_anew_is_graded_whole(graded):
    graded.submit(bob=graded.squared)
    assert graded.grade("--only", "2").code == 0
    assert graded.judged() == {"bob": ["1", "2", "3"]}
    assert graded.scores()["bob"] == "6"
    recorded = graded.recorded()["bob"]
    assert [question.score for question in recorded.questions] == [2, 4, 0]


# --------------------------------------------------------------------------- what a person decided


@pytest.mark.parametrize("score", [1.5, 4.0])
def test_a_mark_given_by_a_person_wins_without_consent(graded, score):
    from datetime import UTC, datetime

    from grader.grading.overrides import RecordedOverride
    from grader.grading.store import Store
    from grader.records import Override, PartKind

    override = Override("tutor", datetime.now(UTC), score, "half right")
    with Store(graded.out / "grades.sqlite") as store:
        sha256 = graded.recorded()["bob"].sha256
        store.add_override(RecordedOverride("bob", "2", PartKind.CODE, sha256, override))
    assert graded.grade().code == 0
    assert graded.scores()["bob"] == f"{4 + score:g}"
    assert graded.grade("--only", "1").code == 0
    graded.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=0)")
    assert graded.grade().code == 0
    assert graded.scores()["bob"] == f"{4 + score:g}"


def test_nothing_is_booked_to_a_student_who_was_forgotten(graded):
    from grader.grading.store import Store

    with Store(graded.out / "grades.sqlite") as store:
        store.forget("bob")
    graded.submit(bob=graded.right)
    said = graded.grade()
    assert said.code == 0
    assert "bob was forgotten in this OUT" in said.err
    assert graded.judged() == {}
    assert sorted(graded.scores()) == ["ann", "cleo"]
