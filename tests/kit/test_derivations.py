"""`grader check` on derivations, with a kit and with the course: what students read, and what counts as failed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.commands.notebook import check_history, shown
from grader.errors import CourseError
from grader.grading.derivations import EVIDENCE
from grader.kit.kit import read_kit
from grader.submission.layouts import read_in_place

from .conftest import RIGHT as CODE

START, GOAL = r"\frac{e^{x_i+c}}{\sum_j e^{x_j+c}}", r"\frac{e^{x_i}}{\sum_j e^{x_j}}"
BETWEEN = r"\frac{e^{c} e^{x_i}}{e^{c} \sum_j e^{x_j}}"
RIGHT = rf"$${START} = {BETWEEN} = {GOAL}$$"
WRONG = rf"$${START} = {BETWEEN} = e^{{c}} {GOAL}$$"
TOO_BIG = rf"$${START} = {GOAL}$$"
UNREADABLE = rf"$$\begin{{align}} {START} &= \foo{{c}} \\ &= {GOAL} \end{{align}}$$"
PROSE = "The factor $e^c$ cancels."
GRADIENT = r"\frac{\partial L}{\partial x_i}"
CHAIN = r"\sum_j \frac{\partial L}{\partial y_j} \frac{\partial y_j}{\partial x_i}"
COMPUTED = rf"$${GRADIENT} = {CHAIN} = \sum_{{j \geq i}} \frac{{\partial L}}{{\partial y_j}}$$"
COMPUTED_WRONG = rf"$${GRADIENT} = {CHAIN} = \sum_{{j \leq i}} \frac{{\partial L}}{{\partial y_j}}$$"


@pytest.fixture(autouse=True)
def here(proving_kit, monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    monkeypatch.chdir(proving_kit)
    (proving_kit / "sums.py").write_text(CODE, encoding="utf-8")


@pytest.fixture
def answer(proving_kit):
    """Writes the derivations of 4 and 5, None to leave one as it came, and checks."""

    def check(proved: str | None, computed: str | None = COMPUTED, *options: str):
        text = ""
        for question, said in (("4", proved), ("5", computed)):
            text += "" if said is None else f"<!-- derivation: {question} -->\n{said}\n\n"
        (proving_kit / "answers.md").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["check", "sums.py", *options], catch_exceptions=False)

    return check


def test_what_a_kit_holds(proving_kit):
    assert sorted(path.name for path in (proving_kit / "worlds").iterdir()) == ["scan.py", "softmax.py"]
    claims = {one.id: one.claim for one in read_kit(proving_kit).assignment.questions}
    assert [sides.goal for sides in claims["4"].sides] == [GOAL]
    assert [sides.goal for sides in claims["5"].sides] == [None]
    later = {one.id: one.why for one in read_kit(proving_kit).later}
    assert later["5/derivation"] == "judged at grading: whether its last line is what was asked for"
    assert "4/derivation" not in later
    assert "`5/derivation`" in (proving_kit / "README.md").read_text(encoding="utf-8")


def test_what_holds_is_a_line_each_and_passes(answer):
    done = answer(RIGHT)
    assert done.exit_code == 0, done.stdout
    assert "    ✓ correct  Derivation  (4/derivation, 5 of 5 points)\n" in done.stdout
    assert "    … pending  Derivation  (5/derivation, 0 of 3 points)\n" in done.stdout
    assert "every step holds; whether the last line is what was asked for is judged at grading" in done.stdout
    assert f"2 of 2 derivations hold; {EVIDENCE}." in done.stdout
    assert "At grading the last lines of derivations decide 3 more points (5)." in done.stdout
    assert "A person marks" not in done.stdout
    assert "note:" not in done.stdout


def test_a_wrong_step_shows_what_was_read_and_both_values(answer):
    done = answer(WRONG)
    assert done.exit_code == 1
    lines = [line.strip() for line in done.stdout.splitlines()]
    place = lines.index("line 2      = (exp(c) exp(x_i))/(exp(c) ∑_j exp(x_j))")
    assert lines[place - 1].startswith("the step to line 3 is wrong; the one before it holds")
    assert lines[place + 1] == "line 3      = exp(c) (exp(x_i)/(∑_j exp(x_j)))"
    assert [line.split()[0] for line in lines[place + 2 : place + 5]] == ["left", "right", "where"]
    assert lines[place + 4].startswith("where       x = [")
    assert "1 of 2 derivations hold" in done.stdout
    assert "<math" not in done.stdout


def test_a_step_that_is_too_big_fails_too(answer):
    done = answer(TOO_BIG)
    assert done.exit_code == 1
    assert "the step to line 2 is true, but too much at once" in done.stdout
    assert "'a constant leaves a sum' is all that they use" in done.stdout
    assert "hint        write down what lies between these two lines" in done.stdout


def test_an_unreadable_line_names_what_it_stumbled_over(answer):
    done = answer(UNREADABLE)
    assert done.exit_code == 1
    assert r"(at '\foo'" in done.stdout
    assert re.search(r"line 2 +.*\\foo\{", done.stdout)


def test_a_wrong_computation_fails(answer):
    done = answer(RIGHT, COMPUTED_WRONG)
    assert done.exit_code == 1
    assert "the step to line 3 is wrong" in done.stdout


@pytest.mark.parametrize(
    ("proved", "code", "words"),
    [
        (None, 1, "note: no derivation of 4 is there: its cell begins with the line <!-- derivation: 4 -->"),
        ("*Prove it here.*", 1, "note: the derivation of 4 is empty, or as the starter left it"),
        ("# 4", 1, "note: the derivation of 4 is empty, or as the starter left it"),
        (PROSE, 0, "note: the derivation of 4 holds no formula on lines of its own: what stands between $$ and $$"),
    ],
)
def test_what_is_not_there_is_said_first(answer, proved, code, words):
    done = answer(proved)
    assert done.exit_code == code, done.stdout
    assert done.stdout.splitlines()[1].startswith(words)
    assert ("A person marks 5 more points (4)." in done.stdout) == (proved == PROSE)


def test_both_are_named_in_one_note(answer):
    assert "note: no derivation of 4 and 5 is there" in answer(None, None).stdout


def test_the_course_says_the_same(answer, proving):
    for proved in (RIGHT, WRONG, TOO_BIG, UNREADABLE, PROSE):
        said = [json.loads(answer(proved, COMPUTED, *options, "--json").stdout)["questions"][3:] for options in
                ((), ("--course", str(proving), "-a", "sums"))]  # fmt: skip
        assert said[0] == said[1]


def test_as_json_all_is_there(answer):
    done = answer(WRONG, COMPUTED, "--json")
    (part,) = json.loads(done.stdout)["questions"][3]["parts"]
    assert part["opening"].startswith("<math>")
    assert [step["status"] for step in part["steps"]] == ["valid", "wrong"]
    assert part["steps"][0]["facts"] == ["a constant leaves a sum"]
    assert part["steps"][1].keys() >= {"read_as", "left", "right", "world"}
    (computed,) = json.loads(done.stdout)["questions"][4]["parts"]
    assert (computed["status"], computed["pending"]) == ("pending", 3.0)


def test_unchanged_derivations_are_not_judged_again(answer, monkeypatch, proving_kit):
    from grader.proof import judge

    judged = []
    original = judge.judge_derivation

    def counting(claim, chains, **rest):
        judged.append(claim.id)
        return original(claim, chains, **rest)

    monkeypatch.setattr(judge, "judge_derivation", counting)
    first = answer(WRONG)
    assert sorted(judged) == ["scan", "softmax"]
    assert answer(WRONG).stdout == first.stdout
    assert len(judged) == 2
    assert "✓ correct  Derivation" in answer(RIGHT).stdout
    assert judged[2:] == ["softmax"]
    data = json.loads((proving_kit / "kit.json").read_text(encoding="utf-8"))
    data["claims"]["4"]["claim"]["limits"]["most"] = 9
    (proving_kit / "kit.json").write_text(json.dumps(data), encoding="utf-8")
    answer(RIGHT)
    assert judged[3:] == ["softmax"]


def test_what_took_too_long_is_tried_again(answer, monkeypatch):
    from grader.proof import judge

    seconds = []
    original = judge.judge_derivation

    def hurried(claim, chains, **rest):
        seconds.append(0.0)
        return original(claim, chains, **(rest | {"seconds": 0.0}))

    monkeypatch.setattr(judge, "judge_derivation", hurried)
    done = answer(RIGHT)
    assert done.exit_code == 0
    assert "took too long: it is left for a person" in done.stdout
    answer(RIGHT)
    assert len(seconds) == 4


def test_at_grading_what_took_too_long_is_pending_until_a_run_that_judges_it(tmp_path, proving, monkeypatch):
    from grader.proof import judge

    (tmp_path / "class").mkdir()
    cells = [{"cell_type": "markdown", "metadata": {}, "source": f"<!-- derivation: 4 -->\n{RIGHT}"}]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / "class" / "ann.ipynb").write_text(notebook, encoding="utf-8")
    out = tmp_path / "out"

    def grade(*options: str):
        command = [
            "grade",
            "sums",
            "class/ann.ipynb",
            "-o",
            str(out),
            "--course",
            str(proving),
            "--only",
            "4",
            "--unsafe",
        ]
        monkeypatch.chdir(tmp_path)
        return CliRunner().invoke(main, [*command, *options], catch_exceptions=False)

    def part():
        (question,) = json.loads((out / "results" / "ann.json").read_text(encoding="utf-8"))["questions"]
        return question["parts"][0]["status"], question["parts"][0]["score"]

    with monkeypatch.context() as hurry:
        original = judge.judge_derivation
        hurry.setattr(judge, "judge_derivation", lambda *args, **rest: original(*args, **(rest | {"seconds": 0.0})))
        for _ in range(2):
            done = grade()
            assert (done.exit_code, part()) == (0, ("pending", 0.0)), done.stderr
            assert "1 of 1 submissions to judge" in done.stderr
            assert "ngraded" not in done.stderr
    assert (grade().exit_code, part()) == (4, ("pending", 0.0))
    assert (grade("--accept").exit_code, part()) == (0, ("correct", 5.0))
    assert "nothing new to judge" in grade().stderr


def test_what_is_not_judged_here_is_remembered(answer, monkeypatch):
    from grader.proof import judge

    beyond = rf"$${START} = \sum_{{k=1}}^{{100000000}} 1 = {GOAL}$$"
    first = answer(beyond)
    assert "pending  Derivation  (4/derivation" in first.stdout
    monkeypatch.setattr(judge, "judge_derivation", None)
    assert answer(beyond).stdout == first.stdout


def test_a_fault_of_ours_is_no_failure_of_the_students(answer, monkeypatch):
    from grader.proof import judge

    def failing(*args, **rest):
        raise ValueError("ours")

    monkeypatch.setattr(judge, "judge_derivation", failing)
    assert answer(RIGHT).exit_code == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_text("x = 1\n", encoding="utf-8"), "is not what belongs to this kit"),
    ],
)
def test_worlds_that_are_not_the_kits_are_refused_by_name(proving_kit, answer, change, words):
    path = proving_kit / "worlds" / "softmax.py"
    change(path)
    with pytest.raises(CourseError, match=words) as caught:
        read_kit(proving_kit)
    assert caught.value.path == path
    done = answer(RIGHT)
    assert (done.exit_code, str(path) in done.stderr) == (2, True)


def test_a_damaged_claim_is_refused(proving_kit):
    path = proving_kit / "kit.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"sides"', '"side"'), encoding="utf-8")
    with pytest.raises(CourseError, match=r"damaged.*no claim of a kit"):
        read_kit(proving_kit)


def test_windows_line_ends_in_worlds_do_no_harm(proving_kit):
    for path in (proving_kit / "worlds").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_kit(proving_kit).assignment.name == "sums"


def test_the_kits_worlds_are_no_part_of_a_submission(proving_kit):
    from grader.commands.selfcheck import read_beside

    (proving_kit / "mine.py").write_text("", encoding="utf-8")
    assert "worlds/scan.py" in read_in_place(proving_kit / "sums.py").beside
    assert set(read_beside(proving_kit / "sums.py", proving_kit).beside) >= {"mine.py", "answers.md"}
    assert not [name for name in read_beside(proving_kit / "sums.py", proving_kit).beside if "worlds" in name]


def test_a_claim_with_a_world_that_no_kit_holds_is_judged_at_grading(proving, tmp_path):
    claims = proving / "assignments" / "bank" / "claims" / "softmax.py"
    world = (proving / "assignments" / "bank" / "worlds" / "softmax.py").read_text(encoding="utf-8")
    text = claims.read_text(encoding="utf-8").replace("from assignments.bank.worlds.softmax import scores\n", "")
    body = world.split("from grader.proof.world import Draw, World\n")[1]
    imports = "import numpy as np\n\nfrom grader.proof.world import Draw, World\n"
    head, middle, tail = text.partition("softmax = ")
    claims.write_text(
        head.replace("from grader.proof.breaks", imports + "from grader.proof.breaks") + body + middle + tail,
        encoding="utf-8",
    )
    done = CliRunner().invoke(
        main, ["kit", "sums", "-o", str(tmp_path / "new"), "--course", str(proving)], catch_exceptions=False
    )
    assert done.exit_code == 0, done.stderr
    why = {one.id: one.why for one in read_kit(tmp_path / "new").later}
    assert why["4/derivation"].startswith("judged at grading: its world softmax imports grader.proof.claim")
    assert not (tmp_path / "new" / "worlds" / "softmax.py").exists()


def test_in_a_notebook_with_formulas(proving_kit, answer):
    notebook = json.loads((proving_kit / "sums.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "".join(cell["source"]).startswith("<!-- derivation: 4"):
            cell["source"] = f"<!-- derivation: 4 -->\n{WRONG}\n<script>alert(1)</script>"
    (proving_kit / "sums.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (proving_kit / "sums.py").unlink()
    found = shown(check_history(("4",), [CODE], Path.cwd()))
    assert "the step to line 3 is wrong" in found.text
    assert found.html.count("<math>") == 3
    assert "<td>line 1</td>" in found.html
    assert "✗ wrong</td>" in found.html
    assert "<script>" not in found.html
    assert "<math" not in found.text


def test_one_item_a_derivation_in_pytest(answer, proving_kit):
    told = answer(WRONG).stdout
    unset = ("PYTEST", "GITHUB", "GRADER")
    done = subprocess.run(
        f"{sys.executable} -m pytest -p no:cacheprovider -k derivation --submission sums.py --junitxml out.xml".split(),
        cwd=proving_kit,
        env={name: value for name, value in os.environ.items() if not name.startswith(unset)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "1 failed, 1 skipped, 2 deselected" in done.stdout, done.stdout + done.stderr
    cases = {case.get("name"): case for case in ET.parse(proving_kit / "out.xml").iter("testcase")}
    properties = {one.get("name"): one.get("value") for one in cases["4/derivation"].iter("property")}
    assert {name: properties[name] for name in ("max_score", "pending", "title", "status")} == {
        "max_score": "5", "pending": "0", "title": "Shift", "status": "partial",
    }  # fmt: skip
    words = cases["4/derivation"].find("failure").text.splitlines()
    assert words[0].startswith("the step to line 3 is wrong")
    assert any(line.startswith("  left side") for line in words)
    # Word for word what `grader check` says.
    assert {line.strip() for line in words} <= {line.strip() for line in told.splitlines()}
    assert cases["5/derivation"].find("skipped") is not None


def test_the_starter_is_found_again_after_a_copy(proving_kit, tmp_path):
    """A kit that was moved works as before."""
    shutil.copytree(proving_kit, tmp_path / "moved")
    assert read_kit(tmp_path / "moved").assignment.questions[3].claim is not None
