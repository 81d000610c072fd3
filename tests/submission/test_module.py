from __future__ import annotations

import codecs
import encodings.aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import Cell, CellKind
from grader.submission.module import read_module

WORDS = "größe = 'Übung'\n"


def cells(text: str) -> tuple[Cell, ...]:
    return (Cell(CellKind.SCRIPT, text, "hw.py"),)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (WORDS.encode(), WORDS),
        (WORDS.encode("utf-8-sig"), WORDS),
        (WORDS.replace("\n", "\r\n").encode(), WORDS),
        (f"# -*- coding: latin-1 -*-\n{WORDS}".encode("latin-1"), f"# -*- coding: latin-1 -*-\n{WORDS}"),
        (f"#!/usr/bin/python\n# vim: set fileencoding=cp1250 :\n{WORDS}".encode("cp1250"), None),
        (b"# coding: utf-8\nx = 1\n", "# coding: utf-8\nx = 1\n"),
        (b"# coding: no-such-codec\nx = 1\n", "# coding: no-such-codec\nx = 1\n"),
    ],
)
def test_the_cookie_decides(data: bytes, text: str | None) -> None:
    read = read_module(data, "hw.py")
    assert (read.problem, read.notes) == (None, ())
    assert read.cells == cells(text if text is not None else data.decode("cp1250"))


@pytest.mark.parametrize("cookie", [b"", b"# coding: utf-8\n", b"# coding: ascii\n"])
def test_latin_1_is_the_last_resort(cookie: bytes) -> None:
    read = read_module(cookie + WORDS.encode("latin-1"), "hw.py")
    assert read.cells == cells(cookie.decode() + WORDS)
    assert "it was read as Latin-1" in read.notes[0]


def test_powershell_writes_utf_16() -> None:
    read = read_module(WORDS.encode("utf-16"), "hw.py")
    assert read.cells == cells(WORDS)
    assert read.notes == ("hw.py is saved as UTF-16, read as such",)


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\0\0", b"PK\x03\x04\x14\0\0\0", "x = 1\0".encode("utf-16")])
def test_binary_files_are_refused(data: bytes) -> None:
    assert read_module(data, "hw.py").problem == "hw.py is a binary file, not Python source"


def test_a_module_of_many_megabytes_is_refused() -> None:
    assert read_module(b"#" * 10_000_001, "hw.py").problem == "hw.py is too large for a module (10 MB)"


def test_an_empty_module_is_no_problem_but_noted() -> None:
    read = read_module(b" \n", "hw.py")
    assert (read.cells, read.problem, read.notes) == ((), None, ("hw.py is empty",))


@given(st.sampled_from(sorted({*encodings.aliases.aliases.values()})), st.binary(max_size=60))
def test_no_codec_in_a_cookie_is_trouble(codec: str, tail: bytes) -> None:
    read_module(b"# coding: " + codec.encode() + b"\n" + tail, "hw.py")


def test_slow_codecs_are_not_used() -> None:
    for codec in ("punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf_7", "undefined"):
        codecs.lookup(codec)
        text = f"# coding: {codec}\nx = 'a-b\\N{{BULLET}}+AGE-'\n"
        assert read_module(text.encode(), "hw.py").cells == cells(text)
