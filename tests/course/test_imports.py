from __future__ import annotations

import sys

import pytest

from grader.course.imports import import_module
from grader.errors import CourseError


def course(root, value="1", reference="VALUE = {}"):
    (root / "reference").mkdir(parents=True)
    (root / "assignments").mkdir()
    (root / "reference" / "__init__.py").write_text(reference.format(value))
    (root / "assignments" / "__init__.py").write_text("")
    (root / "assignments" / "sheet.py").write_text("import reference\nVALUE = reference.VALUE\n")
    return root


def test_two_courses_each_have_their_own_reference(tmp_path):
    a, b = course(tmp_path / "a", "1"), course(tmp_path / "b", "2")
    before = dict(sys.modules)
    assert [import_module(root, "assignments.sheet")[0].VALUE for root in (a, b, a)] == [1, 2, 1]
    changed = {name for name, module in sys.modules.items() if before.get(name) is not module}
    assert not {name for name in changed if name.split(".")[0] in ("reference", "assignments")}
    assert str(a) not in sys.path


def test_says_what_it_brought_in(tmp_path):
    _, brought = import_module(course(tmp_path / "a"), "assignments.sheet")
    assert {module.__name__ for module in brought} == {"assignments", "assignments.sheet", "reference"}


@pytest.mark.parametrize(
    ("reference", "line", "words"),
    [
        ("x = 1\nVALUE = = 2", 2, "syntax error"),
        ("x = 1\n\nVALUE = missing", 3, "NameError"),
        ("import no_such_module", 1, "ModuleNotFoundError"),
        ("VALUE = 1 / 0", 1, "ZeroDivisionError"),
    ],
)
def test_a_fault_in_a_course_has_file_and_line(tmp_path, reference, line, words):
    root = course(tmp_path / "a", reference=reference)
    with pytest.raises(CourseError) as caught:
        import_module(root, "assignments.sheet")
    assert words in str(caught.value)
    assert caught.value.path == root / "reference" / "__init__.py"
    assert caught.value.line == line


def test_a_missing_module_of_the_course(tmp_path):
    with pytest.raises(CourseError, match="no_such_sheet"):
        import_module(course(tmp_path / "a"), "assignments.no_such_sheet")
