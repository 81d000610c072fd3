"""What is handed in, by whom, and when."""

from __future__ import annotations

import json
import zipfile

import pytest

from grader.grading.store import ASSIGNMENT, SEED, Store
from grader.records import Tier
from grader.report.files import STORE

DUE = "2026-11-20T18:00:00+01:00"


# --------------------------------------------------------------------------- the roster


def test_listed_students_without_a_file_get_a_row(desk):
    desk.submit(ann=desk.right, zoe=desk.right)
    roster = desk.write("roster.csv", "id,name\nann,Ann\nbob,Bob\n")
    assert desk.grade("--roster", roster).code == 0
    assert desk.table()["bob"] == {"id": "bob", "score": "", "1": "", "2": "", "3": "", "status": "missing"}
    assert "the student is not on the roster" in desk.result("zoe")["notes"]
    assert "the student is not on the roster" not in desk.result("ann")["notes"]


def test_a_missing_file_takes_no_mark_away(graded):
    roster = graded.write("roster.csv", "id\nann\nbob\ncleo\ndora\n")
    said = graded.grade("--roster", roster, paths=[graded.handed / "ann.py"])
    assert said.code == 0
    assert "not among the files given, so their marks stay: bob, cleo" in said.err
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6", "dora": ""}
    graded.submit(dora=graded.right)
    assert graded.grade("--roster", roster).code == 0
    assert graded.table()["dora"]["status"] == "graded"


def test_a_group_shares_one_submission(desk):
    desk.submit(ann=desk.right, cleo=desk.rows)
    roster = desk.write("roster.csv", "id,group,extension_hours\nann,g1,\nbob,g1,48\ncleo,,\n")
    times = desk.write("times.csv", "ann,2026-11-21T12:00:00Z\n")
    assert desk.grade("--roster", roster, "--times", times, "--due", DUE).code == 0
    assert len(desk.judged()) == 2
    assert desk.scores() == {"ann": "7.2", "bob": "8", "cleo": "4"}
    assert desk.result("bob")["group"] == "g1"
    assert "group g1: the submission of ann counts" in desk.result("bob")["notes"]


def test_of_two_submissions_of_a_group_the_later_counts(desk):
    desk.submit(ann=desk.right, bob=desk.rows)
    roster = desk.write("roster.csv", "id,group\nann,g1\nbob,g1\n")
    times = desk.write("times.csv", "ann,2026-11-19T12:00:00Z\nbob,2026-11-19T11:00:00Z\n")
    assert desk.grade("--roster", roster, "--times", times).code == 0
    assert desk.scores() == {"ann": "8", "bob": "8"}
    assert "group g1: the submission of ann counts, not those of bob" in desk.result("bob")["notes"]


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("--roster", "id,nmae\nann,Ann\n", ":1: unknown column 'nmae' (did you mean 'name'?)"),
        ("--roster", "id,extension_hours\nann,two\n", ":2: extension_hours: 'two' is no number of hours"),
        ("--times", "ann,2026-11-21T12:00:00\n", ":1: '2026-11-21T12:00:00' names no time zone"),
        ("--times", "ann,yesterday\n", ":1: 'yesterday' is not a time"),
    ],
)
def test_a_mistake_in_a_table_stops_before_grading(desk, option, text, words):
    desk.submit(ann=desk.right)
    table = desk.write("table.csv", text)
    said = desk.grade(option, table)
    assert said.code == 2
    assert f"{table}{words}" in said.err
    assert not desk.out.exists()


# --------------------------------------------------------------------------- times


def test_the_late_policy(desk):
    desk.submit(ann=desk.right, bob=desk.right, cleo=desk.right)
    times = desk.write(
        "times.csv", "id,time\nann,2026-11-20 18:00 +01:00\nbob,2026-11-20T18:00:01+01:00\ncleo,2026-11-22T12:00:00Z\n"
    )
    assert desk.grade("--times", times, "--due", DUE).code == 0
    assert desk.scores() == {"ann": "8", "bob": "7.2", "cleo": "6.4"}
    assert "late" not in desk.result("ann")
    late = desk.result("cleo")["late"]
    assert (late["due"], late["hours"], late["penalty"]) == ("2026-11-20T17:00:00Z", 43.0, 1.6)
    assert desk.result("cleo")["raw_score"] == 8
    assert desk.result("cleo")["submitted_at"] == "2026-11-22T12:00:00Z"


@pytest.mark.parametrize("due", ["2026-11-20T18:00:00", "Friday"])
def test_a_due_time_needs_a_zone(desk, due):
    desk.submit(ann=desk.right)
    said = desk.grade("--due", due)
    assert said.code == 2
    assert "2026-11-20T23:59:00+01:00" in said.err


def test_times_of_strangers_are_told(desk):
    desk.submit(ann=desk.right)
    times = desk.write("times.csv", "ann,2026-11-19T12:00:00Z\nanna,2026-11-19T12:00:00Z\n")
    said = desk.grade("--times", times)
    assert said.code == 0
    assert "--times names students without a submission here: anna" in said.err


def test_a_late_mark_of_canvas_is_left_to_a_person(desk):
    desk.write("class/doejane_LATE_12345_678_hw1.py", desk.right)
    desk.write("class/roejohn_12346_679_hw1.py", desk.right)
    assert desk.grade("--due", DUE).code == 0
    assert desk.scores() == {"doejane": "8", "roejohn": "8"}
    assert desk.result("doejane")["late"]["unknown"] is True
    assert any("a person settles the penalty" in note for note in desk.result("doejane")["notes"])
    assert "Late by an unknown time" in desk.grade("--due", DUE).out


# --------------------------------------------------------------------------- attempts and ids


def gradescope(desk):
    """Ann in time and half right, then late and right; Bob only once."""
    attempts = {"submission_1": desk.rows, "submission_2": desk.right, "submission_3": desk.right}
    for name, source in attempts.items():
        desk.write(f"class/{name}/hw.py", source)
    entry = (
        "{name}:\n  :submitters:\n  - :name: {who}\n    :email: {who}@x.org\n  :created_at: {at} 12:00:00.000000000 Z\n"
    )
    rows = [("submission_1", "ann", "2026-11-20"), ("submission_2", "ann", "2026-11-24")]
    rows += [("submission_3", "bob", "2026-11-20")]
    text = "---\n" + "".join(entry.format(name=name, who=who, at=at) for name, who, at in rows)
    desk.write("class/submission_metadata.yml", text)


@pytest.mark.parametrize(("attempt", "score"), [("first", "4"), ("last", "8"), ("best", "8")])
def test_which_attempt_counts(desk, attempt, score):
    gradescope(desk)
    assert desk.grade("--attempt", attempt).code == 0
    assert desk.scores() == {"ann@x.org": score, "bob@x.org": "8"}
    if attempt == "best":
        (path,) = desk.out.glob("results/ann-x.org*.json")
        result = json.loads(path.read_text())
        assert result["attempt"] == 2
        assert "attempt 2 counts, the best of 2" in result["notes"]


def test_the_best_attempt_is_the_best_after_its_penalty(desk):
    gradescope(desk)
    desk.edit("course/rubric.yaml", "percent: 10", "percent: 30")
    assert desk.grade("--attempt", "best", "--due", DUE).code == 0
    assert desk.scores() == {"ann@x.org": "4", "bob@x.org": "8"}
    assert desk.grade("--attempt", "best", "--due", DUE).code == 0
    assert desk.judged() == {}


def test_changed_marks_of_the_best_attempt_wait_for_consent(desk):
    gradescope(desk)
    assert desk.grade("--attempt", "best").code == 0
    desk.edit("course/reference/centring.py", "X.sum(axis=0) / len(X)", "X.mean(axis=1, keepdims=True)")
    said = desk.grade("--attempt", "best")
    assert said.code == 4
    assert "ann@x.org: 2/centred: 4 → 0" in said.err
    assert desk.scores() == {"ann@x.org": "8", "bob@x.org": "8"}
    assert desk.grade("--attempt", "best", "--accept").code == 0
    assert desk.scores() == {"ann@x.org": "8", "bob@x.org": "4"}


def test_two_submissions_of_one_id_stop_before_grading(desk):
    desk.submit(ann=desk.right)
    desk.write("class/Ann/hw.py", desk.rows)
    said = desk.grade()
    assert said.code == 2
    assert "two submissions with one id" in said.err
    assert "class/ann.py" in said.err
    assert "class/Ann" in said.err
    assert not desk.out.exists()


# --------------------------------------------------------------------------- folders


def test_a_folder_with_one_notebook_is_one_submission_unless_said_otherwise(desk):
    cell = {"cell_type": "code", "source": desk.right, "metadata": {}, "outputs": [], "execution_count": None}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    desk.write("class/ann.ipynb", json.dumps(notebook))
    desk.submit(bob=desk.rows)
    said = desk.grade("--dry-run")
    assert said.out.splitlines() == ["class: ann.ipynb, bob.py (to judge: 1, 2, 3)"]
    assert "class is taken for one submission; if it is a class, say so with --as class" in said.err
    said = desk.grade("--dry-run", "--as", "class")
    assert [line.split(":")[0] for line in said.out.splitlines()] == ["ann", "bob"]
    assert "taken for" not in said.err
    assert desk.grade("--as", "submission", paths=[desk.handed]).code == 0
    assert desk.scores() == {"class": "8"}


def test_an_archive(desk):
    desk.handed.mkdir()
    with zipfile.ZipFile(desk.handed / "ann.zip", "w") as archive:
        archive.writestr("hw.py", desk.right)
    assert desk.grade().code == 0
    assert desk.scores() == {"ann": "8"}


def test_a_notebook_of_another_assignment_is_told(desk):
    notebook = {"cells": [], "metadata": {"grader": {"assignment": "sheet9"}}, "nbformat": 4, "nbformat_minor": 4}
    desk.write("class/ann.ipynb", json.dumps(notebook))
    said = desk.grade("--dry-run")
    assert "ann: the notebook says that it answers 'sheet9'" in said.err


# --------------------------------------------------------------------------- --dry-run


def test_a_dry_run_writes_nothing(desk):
    desk.submit(ann=desk.right)
    desk.write("class/dora.zip", "damaged")
    roster = desk.write("roster.csv", "id\nann\nzoe\n")
    said = desk.grade("--dry-run", "--roster", roster)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "ann: ann.py (to judge: 1, 2, 3)"
    assert lines[1].startswith("dora: dora.zip (")
    assert lines[2] == "zoe: nothing handed in"
    assert not desk.out.exists()
    assert not desk.log.exists()


def test_a_dry_run_says_what_would_be_judged(graded):
    graded.edit("course/reference/norms.py", "np.sqrt((x * x).sum())", "np.linalg.norm(x)")
    graded.submit(bob=graded.right)
    said = graded.grade("--dry-run")
    assert said.out.splitlines() == [
        "ann: ann.py (to judge: 1)",
        "bob: bob.py (to judge: 1, 2, 3)",
        "cleo: cleo.py (to judge: 1)",
    ]
    said = graded.grade("--dry-run", "--only", "2")
    assert said.out.splitlines()[0] == "ann: ann.py (nothing to judge)"
    said = graded.grade("--dry-run", "--fresh")
    assert said.out.splitlines()[0] == "ann: ann.py (to judge: 1, 2, 3)"
    assert graded.scores()["bob"] == "4"


def files_of(out):
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.mark.parametrize("options", [(), ("--fresh",), ("--fresh", "--seed", "7")])
def test_a_dry_run_leaves_the_store_as_it_is(graded, options):
    before, seed = files_of(graded.out), seed_of(graded)
    graded.submit(bob=graded.right)
    assert graded.grade("--dry-run", *options).code == 0
    assert files_of(graded.out) == before
    assert seed_of(graded) == seed


@pytest.mark.parametrize("options", [(), ("--seed", "7")])
def test_a_dry_run_begins_no_store(desk, options):
    """What is there but was not begun belongs to nobody yet."""
    desk.submit(ann=desk.right)
    desk.out.mkdir()
    Store(desk.out / STORE).close()
    before = files_of(desk.out)
    assert desk.grade("--dry-run", *options).out == "ann: ann.py (to judge: 1, 2, 3)\n"
    assert files_of(desk.out) == before
    with Store(desk.out / STORE) as store:
        assert (store.get(ASSIGNMENT), store.get(SEED)) == (None, None)
    (desk.out / STORE).write_bytes(b"")
    assert desk.grade("--dry-run", *options).code == 0
    assert files_of(desk.out) == {STORE: b""}


def test_a_dry_run_is_refused_where_the_run_would_be(graded):
    with Store(graded.out / STORE) as store:
        store.put(ASSIGNMENT, "sets")
    for options in ((), ("--fresh",)):
        said = graded.grade("--dry-run", *options)
        assert (said.code, "holds 'sets', not 'sums': give another OUT" in said.err) == (2, True)
    said = graded.grade("--dry-run", "--seed", "7")
    assert said.code == 2
    (graded.out / STORE).write_text("id,score\n" * 100)
    said = graded.grade("--dry-run")
    assert (said.code, "is no database, or a damaged one" in said.err) == (2, True)
    (graded.out / STORE).unlink()
    (graded.out / STORE).mkdir()
    assert graded.grade("--dry-run").code == 2


def seed_of(desk):
    with Store(desk.out / STORE) as store:
        return store.seed(None)


def test_a_dry_run_needs_no_isolation(desk, monkeypatch):
    monkeypatch.setattr("grader.commands.grade.best_tier", lambda: Tier.C)
    desk.submit(ann=desk.right)
    said = desk.grade("--dry-run")
    assert (said.code, said.out) == (0, "ann: ann.py (to judge: 1, 2, 3)\n")
    words = "this machine cannot isolate student code (`grader doctor` says why and what to install)"
    assert said.err == f"note: {words}: grading needs --unsafe here\n"
    assert desk.grade("--dry-run", "--unsafe").err == "--unsafe: student code is not isolated from this machine\n"
    said = desk.grade()
    assert (said.code, said.err) == (2, f"grader: {words}; --unsafe grades all the same\n")
    assert not desk.out.exists()
