"""How far a batch is: a bar with the time left on a terminal, a plain line now and then anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.report.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_EVERY = 15.0  # seconds between two plain lines

Advance = Callable[[str], None]


@contextmanager
def progress(
    total: int, console: Console, clock: Callable[[], float] = time.monotonic, verb: str = "graded"
) -> Iterator[Advance]:
    """Yields a function to be called with the student's id after each of `total` submissions.

    Of other things than submissions `verb` says what was done to them. `console` should write to stderr: what the
    command prints must stay fit for a pipe.
    """
    if console.is_terminal:
        with _bar(total, console) as advance:
            yield advance
    else:
        yield _lines(total, console, clock, verb)


@contextmanager
def _bar(total: int, console: Console) -> Iterator[Advance]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[student]}", markup=False),
    )
    # Without rich's refresh thread: this process also forks others, and threads do not survive that.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=total, student="")
        bar.refresh()

        def advance(student: str) -> None:
            bar.update(task, advance=1, student=one_line(student, 30), refresh=True)

        yield advance


def _lines(total: int, console: Console, clock: Callable[[], float], verb: str) -> Advance:
    started = clock()
    said = started
    done = 0

    def advance(_student: str) -> None:
        nonlocal said, done
        done += 1
        now = clock()
        if done < total and now - said < PLAIN_EVERY:
            return
        said = now
        console.print(f"{verb} {_sentence(done, total, now - started)}", markup=False, highlight=False, soft_wrap=True)

    return advance


def _sentence(done: int, total: int, seconds: float) -> str:
    if done >= total:
        return f"{done} of {total} in {length(seconds)}"
    return f"{done} of {total}, about {length(seconds / done * (total - done))} left"


def length(seconds: float) -> str:
    """`45 s`, `1 min 40 s`, `12 min`, `3 h 05 min`."""
    whole = max(round(seconds), 1)
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        return f"{whole // 60} min {whole % 60:02d} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
