"""`from grader import check; check("2a")`: in a notebook, in a course, and where a notebook is graded."""

from __future__ import annotations

import json
import re

import pytest

from grader import check
from grader.commands.notebook import check_cells, check_history, shown
from grader.course.question import Check
from grader.errors import CourseError

IMPORTS = "import numpy as np"
WRONG = "def centred(X):\n    return X - X.mean(axis=1, keepdims=True)"
RIGHT = "def centred(X):\n    return X - X.mean(axis=0)"
ASKING = 'from grader import check\ncheck("2")'


@pytest.fixture(autouse=True)
def here(kit, monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    monkeypatch.chdir(kit)


def test_the_cells_run_so_far_are_checked(kit):
    found = shown(check_history(("2",), [IMPORTS, WRONG, ASKING], kit))
    assert "Recognised mistake: the rows are centred instead of the columns" in repr(found)
    assert "the rows are centred instead of the columns" in found._repr_html_()
    assert "<pre" in found._repr_html_()
    assert "Norms" not in repr(found)


def test_the_last_definition_counts(kit):
    found = shown(check_history(("2",), [IMPORTS, WRONG, ASKING, RIGHT, ASKING], kit))
    assert "1 of 1 public checks passed." in repr(found)


def test_a_cell_that_is_run_again_is_no_second_definition(kit):
    found = shown(check_history(("2",), [IMPORTS, WRONG, ASKING, RIGHT, ASKING, RIGHT], kit))
    assert "defined" not in repr(found)
    assert "note: " not in repr(found)


def test_colours_are_readable_on_white_and_on_black(kit):
    html = shown(check_history((), [IMPORTS, WRONG], kit)).html
    colours = set(re.findall(r"(?<!-)color: #([0-9a-f]{6})", html))
    assert len(colours) > 2
    for colour in colours:
        light = luminance(colour)
        assert 1.05 / (light + 0.05) > 4, colour
        assert (light + 0.05) / (luminance("111111") + 0.05) > 4, colour


def luminance(colour):
    """Of "rrggbb", as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_several_and_all(kit, monkeypatch):
    from grader.commands import notebook

    monkeypatch.setattr(notebook, "history", lambda: [IMPORTS, RIGHT])
    assert "Norm" in repr(check())
    assert "1 of 2 public checks passed." in repr(check("1", "2"))
    assert "1 of 1 public checks passed." in repr(check(name="2"))
    assert repr(check(2)).startswith("check(2): questions are named in quotes")


def test_html_is_escaped(kit):
    found = shown(
        check_history(("2",), [IMPORTS, "def centred(X):\n    raise ValueError('<script>alert(1)</script>')"], kit)
    )
    assert "&lt;script&gt;" in found.html
    assert "<script>" not in found.html


def test_what_is_wrong_with_the_call_is_said(monkeypatch, tmp_path):
    from grader.commands import notebook

    assert "this is no notebook" in repr(check_cells("2"))
    monkeypatch.setattr(notebook, "history", lambda: [IMPORTS])
    assert "has no question '7'" in repr(check("7"))
    monkeypatch.chdir(tmp_path.parent)
    assert "check('2'): " in repr(check("2"))


def test_in_a_real_shell(kit):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        shell.user_ns["In"][:] = ["", IMPORTS, RIGHT, ASKING]
        assert "1 of 1 public checks passed." in repr(check("2"))
    finally:
        InteractiveShell.clear_instance()


def test_a_course_declares_with_the_same_name():
    @check("f", reference=lambda x: x)
    def declared(draw):
        """A title"""
        return {"x": draw.normal()}

    assert isinstance(declared, Check)
    with pytest.raises(CourseError, match="needs either reference= or holds="):

        @check("f", strict=True)
        def undeclared(draw):
            """A title"""


def test_it_is_harmless_where_a_notebook_is_graded(kit, small):
    from click.testing import CliRunner

    from grader.cli import main

    sources = ["import numpy as np\nfrom grader import check", "def norm(x):\n    return np.sqrt((x * x).sum())", RIGHT]
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for source in [*sources, 'check("2")', "import grader\ngrader.check('1')"]
    ]
    notebook = {"cells": cells, "metadata": {"grader": {"assignment": "sums"}}, "nbformat": 4, "nbformat_minor": 4}
    (kit / "sums.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "sums.ipynb"], catch_exceptions=False)
    assert done.exit_code == 0, done.stdout
    assert "raised" not in done.stdout
