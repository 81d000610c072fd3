from __future__ import annotations

import pytest

from grader.proof.reading.apart import apart


@pytest.mark.parametrize(
    ("line", "members"),
    [
        ("a = b + c", ["a ", "= b + c"]),
        (r"= a \leq b \geq c", ["= a ", r"\leq b ", r"\geq c"]),
        (r"\sum_{i=1}^n x_i = y", [r"\sum_{i=1}^n x_i ", "= y"]),
        (r"\llbracket a < b \rrbracket = P(a < b)", [r"\llbracket a < b \rrbracket ", "= P(a < b)"]),
        (r"\left( a \right)", [r"\left( a \right)"]),
        (r"a \color{red}{=} b", [r"a \color{red}{=} b"]),
        ("", []),
    ],
)
def test_lines_are_cut_at_their_own_relations(line, members):
    assert apart(line) == members
