"""The docs are true: the ten-minute question is made as written, validated and graded; the CLI's help is complete."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grader.cli import main

ROOT = Path(__file__).parents[1]
QUESTIONS, DERIVATIONS = (
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("questions.md", "derivations.md")
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


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course made by following the guide step by step."""
    reference, bank, assignment = blocks(QUESTIONS, "python")
    files = {
        "reference/__init__.py": "",
        "reference/perplexity.py": reference,
        "assignments/__init__.py": "",
        "assignments/bank/__init__.py": "",
        "assignments/bank/perplexity.py": bank,
        "assignments/sheet6/__init__.py": "",
        "assignments/sheet6/assignment.py": assignment,
        "rubric.yaml": "schema: 1\nassignments:\n" + blocks(QUESTIONS, "yaml")[0],
        "class/anna.py": RIGHT,
        "class/bert.py": WRONG,
    }
    return written(tmp_path, files)


@pytest.fixture
def course_of_proofs(tmp_path: Path) -> Path:
    """A course made by following the guide to derivations."""
    world, claims, assignment = blocks(DERIVATIONS, "python")
    files = {
        "assignments/__init__.py": "",
        "assignments/bank/__init__.py": "",
        "assignments/bank/worlds/__init__.py": "",
        "assignments/bank/worlds/two.py": world,
        "assignments/bank/claims/__init__.py": "",
        "assignments/bank/claims/cross_entropy.py": claims,
        "assignments/bank/claims/cross_entropy.md": blocks(DERIVATIONS, "markdown")[0],
        "assignments/sheet7/__init__.py": "",
        "assignments/sheet7/assignment.py": assignment,
        "rubric.yaml": "schema: 1\nassignments:\n" + blocks(DERIVATIONS, "yaml")[0],
        "class/anna/answers.md": PROVED,
        "class/bert/answers.md": EXCHANGED,
    }
    return written(tmp_path, files)


def grader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *arguments, "--course", str(course)]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)


def test_a_question_in_ten_minutes(course: Path) -> None:
    validated = grader(course, "validate", "sheet6")
    assert validated.returncode == 0, validated.stdout + validated.stderr
    graded = grader(course, "grade", "sheet6", "class", "-o", "out")
    assert graded.returncode == 0, graded.stdout + graded.stderr
    results = {name: json.loads((course / f"out/results/{name}.json").read_text()) for name in ("anna", "bert")}
    assert results["anna"]["score"] == 10
    assert results["bert"]["score"] == 0
    check = results["bert"]["questions"][0]["parts"][0]["checks"][0]
    assert check["misconception"] == "the entropy, not its exponential"


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
    assert "exchanged" in steps[1]["hint"] or "swapped" in steps[1]["hint"]
    assert grader(course, "kit", "sheet7", "-o", "kit").returncode == 0
    assert json.loads((course / "kit" / "kit.json").read_text(encoding="utf-8"))["later"] == []


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
