from __future__ import annotations

import io
import threading
from itertools import count

import pytest
from rich.console import Console

from grader.report.progress import length, progress


def lines(total: int, seconds_each: float) -> list[str]:
    """What is said in a file while every submission takes so many seconds."""
    file = io.StringIO()
    ticks = count()
    with progress(total, Console(file=file, width=100), lambda: next(ticks) * seconds_each) as advance:
        for i in range(total):
            advance(f"student{i}")
    return file.getvalue().splitlines()


def test_a_short_batch_says_only_that_it_is_done() -> None:
    assert lines(5, 1.0) == ["graded 5 of 5 in 5 s"]


def test_a_long_batch_speaks_now_and_then_and_tells_the_time_left() -> None:
    assert lines(12, 5.0) == [
        "graded 3 of 12, about 45 s left",
        "graded 6 of 12, about 30 s left",
        "graded 9 of 12, about 15 s left",
        "graded 12 of 12 in 1 min 00 s",
    ]


def test_no_submissions_no_words() -> None:
    assert lines(0, 1.0) == []


def terminal() -> tuple[Console, io.StringIO]:
    file = io.StringIO()
    return Console(file=file, width=80, force_terminal=True, color_system=None, legacy_windows=False), file


def test_a_terminal_gets_a_bar_with_the_count_and_the_student() -> None:
    console, file = terminal()
    with progress(4, console) as advance:
        for name in ("ada", "bob"):
            advance(name)
    assert "2/4" in file.getvalue()
    assert "bob" in file.getvalue()
    assert "━" in file.getvalue()


def test_the_bar_starts_no_thread() -> None:
    console, _ = terminal()
    before = threading.active_count()
    with progress(4, console) as advance:
        advance("ada")
        assert threading.active_count() == before


def test_a_hostile_name_controls_nothing() -> None:
    console, file = terminal()
    with progress(1, console) as advance:
        advance("[red]x[/]\x1b[2J\x07")
    assert "[red]x[/]" in file.getvalue()
    assert "\x1b[2J" not in file.getvalue()
    assert "\x07" not in file.getvalue()


def test_the_bar_is_gone_when_something_goes_wrong() -> None:
    console, file = terminal()
    with pytest.raises(KeyboardInterrupt), progress(4, console):
        raise KeyboardInterrupt
    assert file.getvalue().endswith(("\x1b[2K", "\x1b[?25h", "\n", "\x1b[1A\x1b[2K"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"),
        (45, "45 s"),
        (99.6, "1 min 40 s"),
        (600, "10 min"),
        (599.7, "10 min"),
        (7500, "2 h 05 min"),
        (90_000, "25 h 00 min"),
    ],
)
def test_lengths(seconds: float, words: str) -> None:
    assert length(seconds) == words
