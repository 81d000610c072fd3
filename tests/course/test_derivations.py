"""The derivations listed beside a claim: headings, bodies, and every mistake in them at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.derivations import Listed, listed
from grader.errors import CourseError

FORMULA = "$$a = b$$"
GOOD = f"""# Anything may stand before the first

<!-- correct: square -->
{FORMULA}

<!-- correct: square, the other way -->
Prose, then
{FORMULA}
<!-- wrong: square, line 3: the sign, and the factor: both -->

\\[ a = c \\]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "square.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_them_in_order(tmp_path: Path) -> None:
    assert listed(written(tmp_path, GOOD)) == (
        Listed("square", "correct", None, "", FORMULA, 3),
        Listed("square", "correct", None, "the other way", f"Prose, then\n{FORMULA}", 6),
        Listed("square", "wrong", 3, "the sign, and the factor: both", "\\[ a = c \\]", 9),
    )


def test_an_empty_file_lists_none(tmp_path: Path) -> None:
    assert listed(written(tmp_path, "")) == ()


def test_a_comment_within_a_line_is_no_heading(tmp_path: Path) -> None:
    (only,) = listed(written(tmp_path, f"<!-- correct: square -->\n{FORMULA} <!-- a remark -->\n"))
    assert only.text.endswith("<!-- a remark -->")


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("corect: square", "unknown kind of derivation 'corect' (did you mean 'correct'?)"),
        ("a remark", "unknown kind of derivation 'a remark'"),
        ("correct:", "is not of the form <!-- correct: CLAIM -->"),
        ("wrong: square", "is not of the form <!-- wrong: CLAIM, line N: what is wrong -->"),
        ("wrong: square, line 3", "is not of the form <!-- wrong: CLAIM, line N: what is wrong -->"),
        ("wrong: square, line three: the sign", "is not of the form <!-- wrong: CLAIM, line N: what is wrong -->"),
        ("wrong: square, line 1: the sign", "line 1 cannot be wrong"),
    ],
)
def test_names_the_heading_that_is_wrong(tmp_path: Path, heading: str, message: str) -> None:
    path = written(tmp_path, f"text\n\n<!-- {heading} -->\n{FORMULA}\n")
    with pytest.raises(CourseError) as caught:
        listed(path)
    assert message in caught.value.message
    assert (caught.value.path, caught.value.line) == (path, 3)


def test_names_the_section_without_a_formula(tmp_path: Path) -> None:
    path = written(tmp_path, f"<!-- correct: a -->\n{FORMULA}\n<!-- correct: b -->\nonly prose\n")
    with pytest.raises(CourseError, match="no formula follows 'correct: b'") as caught:
        listed(path)
    assert caught.value.line == 3


def test_names_all_mistakes_at_once(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        listed(written(tmp_path, f"<!-- corect: a -->\n{FORMULA}\n<!-- wrong: b -->\n{FORMULA}\n"))
    assert "square.md:3:1" in str(caught.value)
    assert "square.md:1:1" in str(caught.value)


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be read"):
        listed(tmp_path / "nowhere.md")
    path = tmp_path / "binary.md"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(CourseError, match=r"binary\.md:1:1: not UTF-8 \(byte 0xff\)"):
        listed(path)


WORDS = st.text(st.characters(categories=["L", "N", "P"], exclude_characters="<>-"), min_size=1).filter(str.strip)


@given(claims=st.lists(st.tuples(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), st.integers(2, 99), WORDS)))
def test_reads_back_what_is_written(
    claims: list[tuple[str, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "".join(f"<!-- wrong: {name}, line {line}: {words} -->\n{FORMULA}\n" for name, line, words in claims)
    found = listed(written(tmp_path_factory.mktemp("derivations"), text))
    assert [(one.claim, one.line, one.words, one.text) for one in found] == [(*claim, FORMULA) for claim in claims]
