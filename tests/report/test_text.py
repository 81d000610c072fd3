from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.text import encodable, one_line, shorten, showable, visible

any_text = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b[2J\x1b[Hcleared", "cleared"),
        (" 10%|█\r 50%|█\r100%|██\ndone", "100%|██\ndone"),
        ("10%\r20%\r", "20%"),
        ("a\r\nb", "a\nb"),
        ("tab\tand\nbreak", "tab\tand\nbreak"),
        ("nul\x00bell\x07del\x7f", "nul�bell�del�"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("lone \ud800", "lone �"),
        ("مرحبا 数学 🧮", "مرحبا 数学 🧮"),
    ],
)
def test_what_is_left_standing(text: str, left: str) -> None:
    assert showable(text) == left


@given(any_text)
def test_showable_text_is_encodable_and_stays_as_it_is(text: str) -> None:
    shown = showable(text)
    shown.encode("utf-8")
    assert not set(shown) & {chr(i) for i in range(32)} - {"\t", "\n"}
    assert showable(shown) == shown


@given(any_text)
def test_encodable_changes_nothing_but_surrogates(text: str) -> None:
    assert encodable(text).encode("utf-8").decode() == encodable(text)
    assert len(encodable(text)) == len(text)


@given(any_text)
def test_visible_text_is_as_long_as_before(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert visible("a\x1b<b>") == "a�<b>"


def test_short_text_stays_whole() -> None:
    assert shorten("abc", 3) == "abc"
    assert one_line("a  b\n c", 5) == "a b c"


@pytest.mark.parametrize("size", [101, 399, 401, 1_000_000])
def test_long_text_keeps_both_ends_and_says_what_is_missing(size: int) -> None:
    text = "<" + "x" * (size - 2) + ">"
    short = shorten(text, 100)
    assert short.startswith("<x")
    assert short.endswith("x>")
    assert f"[{size - 100:,} characters left out]" in short
    assert len(short) < 150


def test_long_coloured_text_still_fills_its_limit() -> None:
    assert shorten("\x1b[1mx" * 100_000, 20).startswith("x" * 12)


@pytest.mark.parametrize("size", [11, 40, 41, 1_000_000])
def test_one_line_never_exceeds_its_limit(size: int) -> None:
    assert one_line("x" * size, 10) == "x" * 9 + "…"


@given(any_text, st.integers(1, 80))
def test_limits_hold(text: str, limit: int) -> None:
    assert len(one_line(text, limit)) <= limit
    assert "\n" not in one_line(text, limit)
    assert len(shorten(text, limit)) <= limit + 45


def test_one_line_of_blanks_that_hide_more_text_is_marked_as_cut() -> None:
    assert one_line("a" + " " * 500 + "b", 10) == "a…"
