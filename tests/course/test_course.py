from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.course.course import find_course, load_course
from grader.errors import CourseError, UsageError

SMALL = Path(__file__).parents[1] / "linear_algebra"


@pytest.fixture
def root(tmp_path):
    return Path(shutil.copytree(SMALL, tmp_path / "course"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_loads_an_assignment(root):
    sheet = load_course(root).assignment("sheet1")
    assert [question.id for question in sheet.questions] == ["1", "2", "3", "4"]
    assert [check.id for check in sheet.questions[0].checks] == ["project", "is_orthogonal"]
    assert len(set(sheet.fingerprints.values())) == 4


def test_finds_the_nearest_course_upwards(root, monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    assert find_course(None, root / "assignments" / "sheet1") == root
    assert find_course(SMALL, root) == SMALL
    monkeypatch.setenv("GRADER_COURSE", str(SMALL))
    assert find_course(None, root) == SMALL


def test_no_course(tmp_path, monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    with pytest.raises(UsageError, match=r"no course found.*--course DIR"):
        find_course(None, Path("/"))
    with pytest.raises(UsageError, match=r"is no course: it holds no rubric\.yaml"):
        find_course(tmp_path, tmp_path)


def test_an_unknown_assignment(root):
    with pytest.raises(UsageError, match="has no assignment 'sheet2'; did you mean 'sheet1'"):
        load_course(root).assignment("sheet2")


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("            project: 4", "            projekt: 4", "no check 'projekt' (did you mean 'project'?)", 12),
        ('      "2":', '      "2x":', "no question '2x'", 14),
        ("            project: 4\n", "", "points", None),
    ],
)
def test_a_rubric_that_disagrees_with_the_assignment(root, old, new, words, line):
    edit(root / "rubric.yaml", old, new)
    with pytest.raises(CourseError) as caught:
        load_course(root).assignment("sheet1")
    assert words in str(caught.value)
    assert caught.value.path == root / "rubric.yaml"
    if line is not None:
        assert caught.value.line == line


def test_a_check_without_points(root):
    edit(root / "assignments/sheet1/assignment.py", "vectors.project, ", "vectors.project, vectors.ridge_loss, ")
    with pytest.raises(CourseError, match="question 1 gives no points to its check 'ridge_loss'"):
        load_course(root).assignment("sheet1")


def test_an_assignment_without_questions(root):
    (root / "assignments/sheet1/assignment.py").write_text("QUESTIONS = 3\n", encoding="utf-8")
    with pytest.raises(CourseError, match="must define QUESTIONS"):
        load_course(root).assignment("sheet1")
