from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.text import decode, without_surrogates

WORDS = "größe = 'σ 解答 😀'\n"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (WORDS.encode("utf-8"), None),
        (WORDS.encode("utf-8-sig"), None),
        (WORDS.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "UTF-16"),
        (WORDS.encode("utf-32"), "UTF-32"),
        (WORDS.replace("\n", "\r\n").encode("utf-8"), None),
        (WORDS.replace("\n", "\r").encode("utf-8"), None),
    ],
)
def test_marks_and_line_ends(data: bytes, note: str | None) -> None:
    read = decode(data, "hw.py")
    assert read.text == WORDS
    assert (read.note is None) == (note is None)
    assert note is None or f"hw.py is saved as {note}" in (read.note or "")


def test_latin_1_is_noted_with_its_place() -> None:
    read = decode("a\nb\ngröße".encode("latin-1"), "hw.py")
    assert read.text == "a\nb\ngröße"
    assert read.note == "hw.py is not UTF-8 (byte 0xf6 in line 3): it was read as Latin-1"


@given(st.binary(max_size=200))
def test_any_bytes_are_some_text(data: bytes) -> None:
    decode(data, "x").text.encode("utf-8")


@given(st.text(st.characters(), max_size=50))
def test_surrogates_go_and_nothing_else(text: str) -> None:
    clean = without_surrogates(text)
    clean.encode("utf-8")
    assert without_surrogates(clean) == clean
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert clean == text


def test_a_split_pair_is_joined() -> None:
    assert without_surrogates("\ud83d\ude00 \ud83d") == "😀 \N{REPLACEMENT CHARACTER}"
