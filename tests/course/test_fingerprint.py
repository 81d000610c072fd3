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


@pytest.mark.parametrize(
    "imports",
    [
        "from reference.constants import SCALE\n",
        "from reference.constants import *\n",
        "from .constants import SCALE\n",
        "from reference.again import SCALE\n",
        "import reference.constants\nSCALE = reference.constants.SCALE\ndel reference\n",
        "if True:\n    from .constants import SCALE as S\nSCALE = S\n",
    ],
)
def test_a_module_of_constants_is_followed(root, imports):
    """A number does not say where it was imported from."""
    (root / "reference" / "constants.py").write_text("SCALE = 2\n")
    (root / "reference" / "again.py").write_text("from .constants import SCALE\n")
    (root / "reference" / "double.py").write_text(f"{imports}def double(x):\n    return SCALE * x\n")
    before = prints(root)
    (root / "reference" / "constants.py").write_text("SCALE = 3\n")
    assert [a != b for a, b in zip(before, prints(root), strict=True)] == [True, False]


def test_a_constant_of_a_package_is_followed(root):
    (root / "reference" / "__init__.py").write_text("from .shared import SCALE\n")
    (root / "reference" / "double.py").write_text("from . import SCALE\ndef double(x):\n    return SCALE * x\n")
    before = prints(root)
    (root / "reference" / "shared.py").write_text("SCALE = 3\n")
    assert prints(root)[0] != before[0]


def test_an_edit_beside_what_is_imported_changes_nothing(root):
    (root / "reference" / "beside.py").write_text("SCALE = 2\n")
    (root / "assignments" / "sheet.py").write_text(
        "from assignments import bank_double, bank_triple\nfrom reference import beside\n"
    )
    before = prints(root)
    (root / "reference" / "beside.py").write_text("SCALE = 3\n")
    assert prints(root) == before
