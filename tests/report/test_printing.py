from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.records import CheckStatus
from grader.report.badge import badge
from grader.report.printing import encodable, prose, put, status


def console(encoding: str = "utf-8", *, terminal: bool = False, width: int = 40) -> tuple[Console, io.BytesIO]:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="", write_through=True)
    return Console(file=file, width=width, force_terminal=terminal, color_system=None, legacy_windows=False), raw


@pytest.mark.parametrize(("encoding", "symbol"), [("utf-8", "✓"), ("ascii", "+"), ("cp1252", "+")])
def test_old_code_pages_get_plain_symbols(encoding: str, symbol: str) -> None:
    target, raw = console(encoding)
    put(target, status(target, badge(CheckStatus.PASSED), 0), (" ε = 数", ""))
    assert raw.getvalue().decode(encoding).startswith(f"{symbol} passed")


def test_what_cannot_be_encoded_is_replaced() -> None:
    assert encodable(console("ascii")[0], "ε = 0") == "? = 0"


def test_markup_and_emoji_codes_mean_nothing() -> None:
    target, raw = console()
    put(target, ("[bold red]x[/] [link=http://evil]y[/link] :smile:", ""))
    assert raw.getvalue().decode() == "[bold red]x[/] [link=http://evil]y[/link] :smile:\n"


@pytest.mark.parametrize("terminal", [True, False])
def test_lines_to_be_copied_are_never_broken(terminal: bool) -> None:
    target, raw = console(terminal=terminal)
    put(target, ("        ", ""), ("x" * 200, ""))
    assert raw.getvalue().decode() == " " * 8 + "x" * 200 + "\n"


def test_prose_is_broken_and_indented_on_a_terminal_only() -> None:
    text = "words " * 20
    target, raw = console(terminal=True)
    prose(target, 4, (text, ""))
    lines = raw.getvalue().decode().splitlines()
    assert len(lines) > 3
    assert all(line.startswith("    words") and len(line) <= 40 for line in lines)
    target, raw = console()
    prose(target, 4, ("first\n  second", ""))
    assert raw.getvalue().decode() == "    first\n      second\n"
