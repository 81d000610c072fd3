from __future__ import annotations

import pytest

from grader.course.fingerprint import fingerprint
from grader.course.imports import import_module

BANK = '''
from grader import check
from reference import {topic}

@check("{topic}", reference={topic}.{topic})
def declared(draw):
    """{topic}"""
    return {{"x": draw.normal(3)}}
'''


@pytest.fixture
def root(tmp_path):
    for folder in ("reference", "assignments"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("")
    for topic in ("double", "triple"):
        (tmp_path / "assignments" / f"bank_{topic}.py").write_text(BANK.format(topic=topic))
        (tmp_path / "reference" / f"{topic}.py").write_text(
            f"from reference import shared\ndef {topic}(x):\n    return shared.SCALE * x\n"
        )
    (tmp_path / "reference" / "shared.py").write_text("SCALE = 2\n")
    (tmp_path / "assignments" / "sheet.py").write_text("from assignments import bank_double, bank_triple\n")
    return tmp_path


def prints(root):
    sheet, modules = import_module(root, "assignments.sheet")
    return [fingerprint([bank.declared], modules) for bank in (sheet.bank_double, sheet.bank_triple)]


def test_is_stable(root):
    assert prints(root) == prints(root)
    assert len(set(prints(root))) == 2


@pytest.mark.parametrize(
    ("edited", "changes"),
    [
        ("reference/double.py", [True, False]),
        ("assignments/bank_triple.py", [False, True]),
        ("reference/shared.py", [True, True]),
        ("assignments/sheet.py", [False, False]),
    ],
)
def test_an_edit_changes_only_the_questions_that_rest_on_it(root, edited, changes):
    before = prints(root)
    path = root / edited
    path.write_text(path.read_text() + "\n# edited\n")
    assert [a != b for a, b in zip(before, prints(root), strict=True)] == changes
