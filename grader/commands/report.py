"""`grader report`: the reports of an OUT folder, rendered again from its store."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.outfolder import open_store
from grader.errors import UsageError
from grader.report.files import STORE, write_all, write_for_students


def run(*, out: Path, for_students: Path | None) -> int:
    """Prints the index page's path.

    Raises:
        UsageError: there is no store in OUT.
    """
    if not (out / STORE).is_file():
        raise UsageError(f"{out} holds no {STORE}: `grader grade … -o {out}` makes one")
    with open_store(out) as store:
        results = store.results()
        index = write_all(results, out, title=store.get("title") or "")
    if for_students is not None:
        write_for_students(results, for_students)
        click.echo(for_students.resolve())
    click.echo(index.resolve())
    return 0
