from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.names import bare, folded, is_hand_in, is_notebook, natural_key, printable, stem


def test_natural_order() -> None:
    names = ["hw10.ipynb", "hw2.ipynb", "HW1.ipynb", "a/b", "hw02b.ipynb", "hw2.py"]
    ordered = ["a/b", "HW1.ipynb", "hw2.ipynb", "hw2.py", "hw02b.ipynb", "hw10.ipynb"]
    assert sorted(names, key=natural_key) == ordered
    assert natural_key("1" * 100_000) > natural_key("2")


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_names_can_be_ordered(names: list[str]) -> None:
    once = sorted(names, key=natural_key)
    backwards = list(reversed(names))
    assert sorted(backwards, key=natural_key) == once


def test_printable_names_are_composed_and_writable() -> None:
    assert printable(unicodedata.normalize("NFD", "Übung")) == "Übung"
    assert printable("caf\udce9\n") == "caf\ufffd\ufffd"  # bytes that were no UTF-8, as the system hands them over


def test_no_name_can_turn_its_direction() -> None:
    assert printable("hw\u202eyp.exe") == "hw\ufffdyp.exe"
    assert {printable(mark) for mark in "\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069"} == {"\ufffd"}
    assert printable("שלום\u200f.py") == "שלום\u200f.py"


def test_folded_names() -> None:
    assert folded("Straße") == folded("STRASSE")
    assert folded("é") == folded("E\N{COMBINING ACUTE ACCENT}")
    assert folded("a") != folded("b")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jane.ipynb", "jane"),
        ("jane.IPYNB", "jane"),
        ("jane.ipynb.txt", "jane"),
        ("jane.ipynb.json", "jane"),
        ("j.doe.py", "j.doe"),
        ("jane", "jane"),
        (".ipynb", ".ipynb"),
    ],
)
def test_stem(name: str, expected: str) -> None:
    assert stem(name) == expected


def test_what_a_file_can_be() -> None:
    assert is_notebook("HW.IPYNB")
    assert is_hand_in("hw.zip")
    assert not any(map(is_hand_in, ("hw.md", "hw.txt", "hw.json", "ipynb", "hw.pyc")))
    assert bare("HW 3-final_v2.") == "hw3finalv2"
