"""The docs are true: the ten-minute question is made as written, validated and graded; the CLI's help is complete."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest
import yaml

from grader.cli import main
from grader.course.rubric import read_rubric
from grader.grading.late import penalty
from grader.grading.roster import read_roster

ROOT = Path(__file__).parents[1]
QUESTIONS, DERIVATIONS, GRADING = (
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("questions.md", "derivations.md", "grading.md")
)

RIGHT = "import numpy as np\n\ndef perplexity(p):\n    p = p[p > 0]\n    return float(np.prod(p ** -p))\n"
WRONG = "import numpy as np\n\ndef perplexity(p):\n    return -sum(q * np.log(q) for q in p if q > 0)\n"


PROVED = r"""<!-- derivation: 1 -->
$$-\sum_z q(z) \log p(z) = \sum_z q(z) \log \frac{q(z)}{p(z)} - \sum_z q(z) \log q(z) = \mathrm{KL}[q\|p] + \mathbb{H}[q]$$
"""
EXCHANGED = r"""<!-- derivation: 1 -->
$$-\sum_z q(z) \log p(z) = \sum_z q(z) \log \frac{q(z)}{p(z)} - \sum_z q(z) \log q(z) = \mathrm{KL}[p\|q] + \mathbb{H}[q]$$
"""


def blocks(guide: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)


def files_of(guide: str) -> dict[str, str]:
    """Every file that the guide has: its text is the block after the last name in backquotes before it."""
    names = re.compile(r"`((?:reference|assignments)/\S+\.(?:py|md)|rubric\.yaml)`")
    pieces = re.split(r"```(?:python|yaml|markdown)\n(.*?)```", guide, flags=re.DOTALL)
    named = [names.findall(words) for words in pieces[::2]]
    return {found[-1]: text for found, text in zip(named, pieces[1::2], strict=False) if found}


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder of its own, with what the guide says and nothing else; and two submissions."""
    return written(tmp_path, {**files_of(QUESTIONS), "SUBMISSIONS/anna.py": RIGHT, "SUBMISSIONS/bert.py": WRONG})


@pytest.fixture
def course_of_proofs(tmp_path: Path) -> Path:
    """The course of the other guide, with what this one adds."""
    first, second = files_of(QUESTIONS), files_of(DERIVATIONS)
    files = {
        **first,
        **second,
        "rubric.yaml": first["rubric.yaml"] + second["rubric.yaml"],
        "class/anna/answers.md": PROVED,
        "class/bert/answers.md": EXCHANGED,
    }
    return written(tmp_path, files)


def grader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "GRADER_COURSE"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_question_in_ten_minutes(course: Path) -> None:
    """The commands are the guide's own, too."""
    commands = [line.split()[1:] for line in blocks(QUESTIONS, "sh")[0].splitlines()]
    assert [words[0] for words in commands] == ["validate", "grade"]
    for words in commands:
        done = grader(course, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    results = {name: json.loads((course / f"OUT/results/{name}.json").read_text()) for name in ("anna", "bert")}
    assert results["anna"]["score"] == 10
    assert results["bert"]["score"] == 0
    check = results["bert"]["questions"][0]["parts"][0]["checks"][0]
    assert check["misconception"] == "the entropy, not its exponential"


def test_a_course_is_named_as_the_guide_says(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    said = re.search(r"`grader (validate sheet6 --course) DIR`", QUESTIONS)
    assert said is not None
    done = grader(tmp_path_factory.mktemp("elsewhere"), *said[1].split(), str(course))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_claim_of_ones_own(course_of_proofs: Path) -> None:
    course = course_of_proofs
    validated = grader(course, "validate", "sheet7")
    assert validated.returncode == 0, validated.stdout + validated.stderr
    graded = grader(course, "grade", "sheet7", "class", "-o", "out")
    assert graded.returncode == 0, graded.stdout + graded.stderr
    results = {name: json.loads((course / f"out/results/{name}.json").read_text()) for name in ("anna", "bert")}
    assert results["anna"]["score"] == 5
    assert results["bert"]["score"] < 5
    steps = results["bert"]["questions"][0]["parts"][0]["steps"]
    assert [(step["line"], step["status"]) for step in steps] == [(2, "valid"), (3, "wrong")]
    assert steps[1]["hint"] == "the arguments of KL are swapped (right side)"
    assert grader(course, "kit", "sheet7", "-o", "kit").returncode == 0
    assert json.loads((course / "kit" / "kit.json").read_text(encoding="utf-8"))["later"] == []


def test_rubric_and_roster_of_the_guide_to_grading(tmp_path: Path) -> None:
    files = {"rubric.yaml": blocks(GRADING, "yaml")[0], "roster.csv": blocks(GRADING, "csv")[0]}
    root = written(tmp_path, files)
    sheet = read_rubric(root / "rubric.yaml").assignments["sheet6"]
    assert penalty(sheet.late, hours=26, score=8, points=10) == pytest.approx(8 - 6.4)
    assert {f"`{field.name}`" for field in fields(sheet.late)} <= set(re.findall(r"`\w+`", GRADING))
    assert sheet.questions["1"].limits.call_seconds == 2
    assert [entry.group for entry in read_roster(root / "roster.csv")] == [None, "g1", "g1"]


def test_every_option_of_grade_that_the_guide_names_is_there() -> None:
    known = {name for command in main.commands.values() for option in command.params for name in option.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GRADING)) <= known


def commands() -> list[tuple[str, click.Command]]:
    return sorted(main.commands.items())


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"grader {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_links_in_the_docs_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_continuous_integration_runs_every_test() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    assert ".ci/run" in [step.get("run") for step in jobs["suite"]["steps"]]
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").splitlines()[-2:] == ["make test", "make test-slow"]
    recipes = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "-m pytest" in line]
    assert [line.partition(" worksteal ")[2] for line in recipes] == ["-m 'not slow'", "-m slow"]


def test_torch_without_cuda_is_said_and_not_imposed() -> None:
    """Which index packages come from is for the user to decide."""
    index = "https://download.pytorch.org/whl/cpu"
    for name in ("README.md", "docs/students.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert index in text
        assert "PIP_EXTRA_INDEX_URL" in text
    for name in ("Makefile", "constraints.txt"):
        assert "index-url" not in (ROOT / name).read_text(encoding="utf-8")
