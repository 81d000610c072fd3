"""What Gradescope runs for every submission: `python -m grader.commands.autograde /autograder`.

Reads submission/ and submission_metadata.json, writes results/results.json. Where the submission could not be judged
for a reason of ours nothing is written: Gradescope then says that the autograder failed, and books no score.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from grader.commands.grade import run as grade
from grader.commands.options import GradeOptions
from grader.errors import GraderError
from grader.export.autograder import COURSE, SETTINGS, Settings
from grader.export.gradescope import dumps
from grader.grading.store import Store
from grader.records import Result, SubmissionStatus
from grader.report.files import STORE, write

DONE, UNGRADED = 0, 3


@dataclass(frozen=True, slots=True)
class Moments:
    """When it was handed in, and when it was due for this student; None where Gradescope does not say."""

    submitted_at: datetime | None = None
    due: datetime | None = None

    @classmethod
    def read(cls, path: Path) -> Moments:
        """From submission_metadata.json; a student's extension goes before the assignment's time."""
        if not path.is_file():
            return cls()
        data = json.loads(path.read_text(encoding="utf-8"))
        users = data.get("users") or [{}]
        own = users[0].get("assignment") or {}
        shared = data.get("assignment") or {}
        return cls(_moment(data, "created_at"), _moment(own, "due_date") or _moment(shared, "due_date"))


def run(root: Path) -> int:
    """Judges what lies in `root`/submission; 0 if results.json was written."""
    answer = root / "results" / "results.json"
    answer.unlink(missing_ok=True)
    source = root / "source"
    settings = Settings.read(source / SETTINGS)
    moments = Moments.read(root / "submission_metadata.json")
    with tempfile.TemporaryDirectory() as scratch:
        result = _graded(root / "submission", source / COURSE, settings, moments, Path(scratch))
    if result.status is SubmissionStatus.UNGRADED:
        click.echo("not judged for a reason of the grader: no results.json is written", err=True)
        return UNGRADED
    write(answer, dumps(result, settings.hidden))
    return DONE


def _graded(submission: Path, course: Path, settings: Settings, moments: Moments, scratch: Path) -> Result:
    times = scratch / "times.csv"
    if moments.submitted_at is not None:
        times.write_text(f"{submission.name},{moments.submitted_at.isoformat()}\n", encoding="utf-8")
    out = scratch / "out"
    grade(
        GradeOptions(
            assignment=settings.assignment,
            paths=(submission,),
            out=out,
            course=course,
            workers=1,
            due=moments.due,
            times=times if moments.submitted_at is not None else None,
            treat_as="submission",
        )
    )
    with Store(out / STORE) as store:
        (result,) = store.results()
    return result


def _moment(table: Mapping[str, Any], key: str) -> datetime | None:
    value = table.get(key)
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None


def main() -> None:
    """The root folder is the one argument."""
    try:
        sys.exit(run(Path(sys.argv[1])))
    except GraderError as error:
        click.echo(f"grader: {error}", err=True)
        sys.exit(UNGRADED)


if __name__ == "__main__":
    main()
