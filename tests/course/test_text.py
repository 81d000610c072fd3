from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.text import read_text
from grader.errors import CourseError


@pytest.mark.parametrize("content", [b"\xc3\xbc\n", b"\xef\xbb\xbf\xc3\xbc\n"])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    assert read_text(path) == "ü\n"


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"\xff", (1, 1)), (b"a\r\nb\xfc\n", (2, 2)), (b"\xc3\xbc\xc3", (1, 3)), (b"a\n\n\x81", (3, 1))],
)
def test_another_encoding_is_named_with_its_place(tmp_path: Path, content: bytes, place: tuple[int, int]) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    with pytest.raises(CourseError, match="not UTF-8") as caught:
        read_text(path)
    assert (caught.value.path, caught.value.line, caught.value.column) == (path, *place)


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.md", tmp_path):
        with pytest.raises(CourseError, match="cannot be read: "):
            read_text(path)
