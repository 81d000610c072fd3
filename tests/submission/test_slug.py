from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.slug import slug

SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(10))}


@pytest.mark.parametrize("student", ["jdoe", "Jane_Doe-2", "a.b.c", "x" * 80, "com", "com10", "console", "_x"])
def test_safe_ids_stay(student: str) -> None:
    assert slug(student) == student


@pytest.mark.parametrize(
    ("student", "beginning"),
    [
        ("Jane Doe", "Jane-Doe-"),
        ("jane@uni.cz", "jane-uni.cz-"),
        ("Jürgen Weiß", "Jurgen-Wei-"),
        ("解答", "student-"),
        ("", "student-"),
        (".hidden", "hidden-"),
        ("-rf", "rf-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("CON", "student-CON-"),
        ("nul.txt", "student-nul.txt-"),
        ("Com1", "student-Com1-"),
        ("trailing.", "trailing-"),
        ("x" * 81, "x" * 69 + "-"),
        ("a\nb", "a-b-"),
        ("half \ud83d pair", "half-pair-"),
        ("jane-0123456789", "jane-0123456789-"),  # or it could take the report of whom it imitates
    ],
)
def test_other_ids_are_folded_and_get_a_hash(student: str, beginning: str) -> None:
    assert re.fullmatch(re.escape(beginning) + "[0-9a-f]{10}", slug(student))


@given(st.text(max_size=120))
def test_is_always_a_file_name(student: str) -> None:
    name = slug(student)
    assert SAFE.fullmatch(name)
    assert not name.endswith(".")
    assert name.split(".")[0].lower() not in DEVICES


@given(st.text(max_size=30), st.text(max_size=30))
def test_ids_stay_apart(one: str, other: str) -> None:
    assert (slug(one) == slug(other)) == (one == other)


@given(st.text(max_size=30))
def test_nobody_can_be_called_like_the_slug_of_another(student: str) -> None:
    name = slug(student)
    assert name == student or slug(name) != name
