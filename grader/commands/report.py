"""`grader report`: the reports of an OUT folder, rendered again from its store."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.graded import read_graded
from grader.report.files import write_all, write_for_students


def run(*, out: Path, for_students: Path | None) -> int:
    """Prints the index page's path.

    Raises:
        UsageError: there is no store in OUT, or no mark in it yet.
    """
    graded = read_graded(out)
    index = write_all(graded.results, out, title=graded.title, names=graded.names)
    if for_students is not None:
        write_for_students(graded.results, for_students, graded.names)
        click.echo(for_students.resolve())
    click.echo(index.resolve())
    return 0
