"""The rest of a kit: how to install and check, what is ignored, and continuous integration on GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.course.assignment import Assignment
from grader.kit.kit import read_later

_TEMPLATES = Path(__file__).with_name("templates")
# By what they are called in a kit.
_FILES = {
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore",
    ".github/workflows/check.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
}


def contents(assignment: Assignment, files: Mapping[str, str], wheel: str | None) -> Mapping[str, str]:
    """Texts by file name.

    Args:
        assignment: as the course declares it.
        files: what `kit_files` wrote.
        wheel: the name of the wheel in the kit, if it carries one.
    """
    environment = Environment(  # noqa: S701 - no HTML
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    values: dict[str, Any] = {
        "name": assignment.name,
        "title": assignment.rubric.title,
        "starters": [name for name in files if not name.endswith(".json") and "/" not in name],
        "later": read_later(files),
        "proofs": [
            question.id for question in assignment.questions if assignment.rubric_of(question).derivation is not None
        ],
        "requirement": f"./{wheel}" if wheel else f"grader=={version('grader')}",
        "questions": [question.id for question in assignment.questions],
    }
    return {
        name: environment.get_template(template).render(values).rstrip() + "\n" for name, template in _FILES.items()
    }
