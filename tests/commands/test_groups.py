"""Rosters that merge, split and correct: what is said of it, and which marks move only by consent."""

from __future__ import annotations

import pytest

GROUPED = "id,group\nann,\nbob,g1\ncleo,g1\ndora,g1\n"
ALONE = "id,group\nann,\nbob,\ncleo,\ndora,\n"


@pytest.fixture
def grouped(desk):
    """ann alone; bob (4), cleo (6) and dora, who handed in nothing, in one group: cleo's counts, the last by name."""
    desk.submit(ann=desk.right, bob=desk.rows, cleo=desk.squared)
    desk.write("roster.csv", GROUPED)
    assert desk.grade("--roster", desk.root / "roster.csv").code == 0
    assert desk.scores() == {"ann": "8", "bob": "6", "cleo": "6", "dora": "6"}
    return desk


def regrade(desk, roster, *options):
    return desk.grade("--roster", desk.write("roster.csv", roster), *options)


def test_a_merge_is_said_in_the_terminal_and_on_the_class_page(desk):
    desk.submit(bob=desk.rows, cleo=desk.squared)
    said = regrade(desk, GROUPED)
    words = "group g1: the submission of cleo counts, not those of bob; booked to bob, cleo, dora"
    assert f"note: {words}\n" in said.err
    assert words in (desk.out / "index.html").read_text(encoding="utf-8")
    assert words in regrade(desk, GROUPED, "--dry-run").err


def test_a_roster_moves_a_mark_only_with_consent(graded):
    said = regrade(graded, GROUPED)
    assert said.code == 4
    assert "bob gets the mark of the submission of cleo (group g1):\n  bob: total: 4 → 6" in said.err
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6", "dora": "6"}  # dora had no mark to lose
    assert regrade(graded, GROUPED).code == 4
    assert regrade(graded, GROUPED, "--accept").code == 0
    assert graded.scores()["bob"] == "6"
    assert regrade(graded, GROUPED).code == 0


def test_a_new_file_of_somebody_else_moves_no_mark_of_a_new_member(graded):
    graded.submit(dora=graded.right)
    said = regrade(graded, "id,group\nann,\nbob,g2\ncleo,\ndora,g2\n")
    assert said.code == 4
    assert "bob: total: 4 → 8" in said.err
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6", "dora": "8"}


def test_a_new_file_still_counts_at_once_when_the_roster_is_mended(graded):
    graded.submit(bob=graded.right)
    assert regrade(graded, GROUPED).code == 4  # in the group cleo's file counts, and bob's mark would move by that
    said = regrade(graded, ALONE, "--dry-run")
    assert said.code == 0
    assert regrade(graded, ALONE.replace("dora,\n", "dora,g1\n").replace("cleo,", "cleo,g1")).code == 0
    assert graded.scores()["bob"] == "8"


def test_a_resubmission_counts_at_once_for_the_whole_group(grouped):
    grouped.submit(cleo=grouped.right)
    assert regrade(grouped, GROUPED).code == 0
    assert grouped.scores() == {"ann": "8", "bob": "8", "cleo": "8", "dora": "8"}


def test_who_leaves_a_group_goes_back_to_their_own_file_or_to_none(grouped):
    said = regrade(grouped, ALONE)
    assert said.code == 4
    assert "bob gets the mark of their own submission:\n  bob: total: 6 → 4" in said.err
    assert "dora is not in group g1 any more, and handed in nothing themselves:\n  dora: total: 6 → no mark" in said.err
    assert grouped.scores()["dora"] == "6"
    assert regrade(grouped, ALONE, "--accept").code == 0
    assert grouped.scores() == {"ann": "8", "bob": "4", "cleo": "6", "dora": ""}
    assert grouped.table()["dora"]["status"] == "missing"


def test_who_leaves_a_group_and_hands_in_anew_is_graded_at_once(grouped):
    grouped.submit(dora=grouped.rows)
    said = regrade(grouped, GROUPED.replace("dora,g1", "dora,"))
    assert said.code == 0, said.err
    assert grouped.scores()["dora"] == "4"


def test_a_file_that_is_not_given_is_no_file_that_is_gone(grouped):
    said = grouped.grade("--roster", grouped.write("roster.csv", ALONE), paths=[grouped.handed / "ann.py"])
    assert said.code == 0
    assert grouped.scores() == {"ann": "8", "bob": "6", "cleo": "6", "dora": "6"}


def test_a_misspelt_member_leaves_with_consent(desk):
    desk.submit(cleo=desk.squared)
    regrade(desk, "id,group\ncleo,g1\nbbo,g1\nnobdy,\n")
    corrected = "id,group\ncleo,g1\nbob,g1\nnobody,\n"
    said = regrade(desk, corrected)
    assert said.code == 4
    assert "bbo is not on the roster, and handed in nothing themselves:\n  bbo: total: 6 → no mark" in said.err
    assert "not on the roster any more, without a submission (kept; --accept takes them out): nobdy" in said.err
    assert regrade(desk, corrected, "--accept").code == 0
    assert desk.scores() == {"bob": "6", "cleo": "6", "nobody": ""}
    assert not (desk.out / "reports" / "bbo.html").exists()


def test_a_second_roster_for_other_students_takes_no_mark(grouped):
    other = grouped.write("other/eve.py", grouped.right)
    assert grouped.grade("--roster", grouped.write("second.csv", "id\neve\n"), paths=[other]).code == 0
    assert grouped.scores() == {"ann": "8", "bob": "6", "cleo": "6", "dora": "6", "eve": "8"}


# --------------------------------------------------------------------------- names, and who is not listed


def test_names_are_shown_and_kept(desk):
    desk.submit(ann=desk.right)
    said = regrade(desk, 'id,name\nann,"Lovelace, Ada"\n')
    assert "Lovelace, Ada" in said.out
    assert desk.grade().code == 0
    shown = desk.root / "shown"
    assert desk.call("report", desk.out, "--for-students", shown).code == 0
    for page in (desk.out / "index.html", desk.out / "reports/ann.html", shown / "reports/ann.html"):
        assert "Lovelace, Ada" in page.read_text(encoding="utf-8")


def test_without_a_roster_there_is_no_column_of_names(graded):
    assert "name" not in graded.grade().out


def test_who_is_not_on_the_roster_is_listed_once(desk):
    desk.submit(ann=desk.right, zoey=desk.right, max=desk.right)
    said = regrade(desk, "id\nann\nzoe\n")
    assert "note: not on the roster (2): max, zoey (did the roster mean it by zoe?)\n" in said.err
    assert "Not on the roster" in (desk.out / "index.html").read_text(encoding="utf-8")


# --------------------------------------------------------------------------- attempts, and times that cost nothing


def test_another_attempt_of_the_same_files_needs_consent(desk):
    desk.write("canvas/doejane_7_1_hw.py", desk.rows)
    desk.write("canvas/doejane_7_2_hw-1.py", desk.right)
    paths = [desk.root / "canvas"]
    assert desk.grade("--as", "class", paths=paths).code == 0
    assert desk.scores() == {"doejane": "8"}
    assert desk.grade("--as", "class", paths=paths).code == 0
    said = desk.grade("--as", "class", "--attempt", "first", paths=paths)
    assert said.code == 4
    assert "doejane: total: 8 → 4" in said.err


def test_times_without_a_late_policy_are_said_to_cost_nothing(desk):
    desk.submit(ann=desk.right)
    assert "no late policy" not in desk.grade("--due", "2026-11-20T18:00:00Z").err
    desk.edit("course/rubric.yaml", "{policy: per_day, percent: 10}", "{policy: none}")
    times = desk.write("times.csv", "ann,2026-11-21T12:00:00Z\n")
    said = desk.grade("--due", "2026-11-20T18:00:00Z", "--times", times)
    assert "note: the rubric has no late policy: --due and --times cost nobody points, only the reports" in said.err
