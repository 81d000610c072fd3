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


def test_a_folder_without_init_is_a_package_of_its_own_course(tmp_path):
    """Also where a whole course with `__init__.py` is installed: this very project's."""
    bare = tmp_path / "bare"
    (bare / "reference").mkdir(parents=True)
    (bare / "assignments" / "bank").mkdir(parents=True)
    (bare / "reference" / "topic.py").write_text("VALUE = 7\n")
    (bare / "assignments" / "bank" / "topic.py").write_text("from reference import topic\nVALUE = topic.VALUE\n")
    other = course(tmp_path / "other")
    sys.path.append(str(other))
    try:
        module, brought = import_module(bare, "assignments.bank.topic")
    finally:
        sys.path.remove(str(other))
    assert module.VALUE == 7
    assert all(str(bare) in str(one.__file__ or list(one.__path__)) for one in brought)


@pytest.mark.parametrize("name", ["reference", "reference.softmax", "reference.kl"])
def test_another_course_never_steps_in(tmp_path, name):
    """The project's own course is installed, and has all of these."""
    root = tmp_path / "poor"
    (root / "assignments").mkdir(parents=True)
    (root / "assignments" / "sheet.py").write_text(f"import {name}\n")
    with pytest.raises(CourseError) as caught:
        import_module(root, "assignments.sheet")
    assert f"no package 'reference': make the folder {root / 'reference'}" in str(caught.value)
    assert (caught.value.path, caught.value.line) == (root / "assignments" / "sheet.py", 1)
    (root / "reference").mkdir()
    if name != "reference":
        with pytest.raises(CourseError, match=f"No module named '{name}'"):
            import_module(root, "assignments.sheet")
    assert not [finder for finder in sys.meta_path if type(finder).__module__ == "grader.course.imports"]


def test_a_course_without_assignments(tmp_path):
    with pytest.raises(CourseError, match="no package 'assignments': make the folder"):
        import_module(tmp_path, "assignments.sheet.assignment")
