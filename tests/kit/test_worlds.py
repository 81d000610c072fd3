"""What a world may import, and that what a kit carries of it works without the course."""

from __future__ import annotations

import ast
import functools
import importlib.util
import re
import sys

import numpy as np
import pytest

from grader.course.course import load_course
from grader.errors import CourseError, GraderError
from grader.kit.worlds import builder_name, loaded, sources
from grader.proof.world import Draw

from .conftest import PROJECT

BUILDER = "def build(draw, broken):\n    return World(values={'a': draw.normal()})\n"
IMPORTS = "import numpy as np\nfrom grader.proof.world import World\n"


def load(folder, name):
    """A module of a course at `folder`, as the import system would leave it."""
    path = folder.joinpath(*name.split(".")).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def written(tmp_path):
    """Writes modules of a course and gives back the builder of the first."""

    def write(**texts):
        for name, text in texts.items():
            path = tmp_path.joinpath(*name.split("__")).with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(tmp_path, next(iter(texts)).replace("__", ".")).build

    return write


@pytest.fixture(scope="module")
def claims():
    course = load_course(PROJECT)
    sheets = [course.assignment(name) for name in course.rubric.assignments]
    return [question.claim for sheet in sheets for question in sheet.questions if question.claim is not None]


def test_every_world_of_the_course_imports_what_a_kit_has(claims):
    """The rule: numpy, the standard library, `grader.proof`, and each other."""
    names = set()
    for claim in claims:
        for name, text in sources(claim.world).items():
            names.add(name)
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.ImportFrom) and node.level:
                    assert f"{node.module}.py" in sources(claim.world)
                elif isinstance(node, ast.Import | ast.ImportFrom):
                    target = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                    first = target.split(".")[0]
                    assert target.startswith("grader.proof.") or first == "numpy" or first in sys.stdlib_module_names
    assert {"scan.py", "tables.py", "univariate.py"} <= names


def test_worlds_that_share_a_module_bring_it_along(claims):
    (decoder,) = {claim.world for claim in claims if claim.world.__name__ == "normal_outputs"}
    assert list(sources(decoder)) == ["decoder.py", "normals.py", "univariate.py"]
    assert builder_name(decoder) == ("decoder", "normal_outputs")


def test_a_world_of_a_kit_is_the_world_of_the_course(claims, tmp_path):
    for claim in {claim.world: claim for claim in claims}.values():
        texts = sources(claim.world)
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        module, name = builder_name(claim.world)
        ours = getattr(loaded(tmp_path, texts)[module], name)
        assert ours is not claim.world
        tape = np.random.default_rng(3).normal(size=200)
        for broken in (None, *(fact.name for fact in claim.facts)):
            worlds = [build(Draw(tape, 5), broken) for build in (ours, claim.world)]
            assert repr(worlds[0].words) == repr(worlds[1].words)
            assert repr(worlds[0].values) == repr(worlds[1].values)


@pytest.mark.parametrize(
    "line",
    [
        "from assignments.bank.worlds import shared",
        "from assignments.bank.worlds import shared as shared",
        "from . import shared",
    ],
)
def test_ways_to_import_another_world(written, tmp_path, line):
    text = f'"""ω."""\n{IMPORTS}π = 3; {line}; from .shared import TWO as two\n{BUILDER}'
    (tmp_path / "assignments" / "bank" / "worlds").mkdir(parents=True)
    (tmp_path / "assignments" / "bank" / "worlds" / "shared.py").write_text("TWO = 2\n", encoding="utf-8")
    path = tmp_path / "assignments" / "bank" / "worlds" / "one.py"
    path.write_text(text, encoding="utf-8")
    build = function_of(path, "assignments.bank.worlds.one")
    texts = sources(build)
    assert list(texts) == ["one.py", "shared.py"]
    assert "assignments" not in texts["one.py"]
    folder = tmp_path / "kit"
    folder.mkdir()
    for name, content in texts.items():
        (folder / name).write_text(content, encoding="utf-8")
    module = loaded(folder, texts)["one"]
    assert (module.two, module.shared.TWO, module.π) == (2, 2, 3)


def function_of(path, module):
    """The builder of a file whose imports cannot be followed from here."""
    namespace = {"__name__": module, "__file__": str(path)}
    code = compile(BUILDER, str(path), "exec")
    exec(code, namespace)
    return namespace["build"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import torch", "its world one imports torch, which is not in a kit"),
        ("from torch import nn", "imports torch.nn, which is not in a kit"),
        ("import os, scipy", "imports scipy, which is not in a kit"),
        ("from reference import scan", "imports reference.scan, which is not in a kit"),
        ("from grader.judge import draw", "imports grader.judge.draw, which is not in a kit"),
        ("from grader import question", "imports grader.question, which is not in a kit"),
        ("from grader.proof.claim import claim", "imports grader.proof.claim.claim, which is not in a kit"),
        ("from grader.proof import claim", "imports grader.proof.claim, which is not in a kit"),
        ("import grader.proof.claim", "imports grader.proof.claim, which is not in a kit"),
        ("import grader.proofs", "imports grader.proofs, which is not in a kit"),
        ("import assignments.bank", "imports assignments.bank, which is not in a kit"),
        ("from assignments.bank.worlds import nothing", "which is no module with that in it"),
        ("from assignments.bank.other import one", "two of its worlds are called one"),
    ],
)
def test_what_no_kit_holds_is_refused(tmp_path, line, words):
    path = tmp_path / "assignments" / "bank" / "worlds" / "one.py"
    other = tmp_path / "assignments" / "bank" / "other" / "one.py"
    for file in (path, other):
        file.parent.mkdir(parents=True)
        file.write_text("", encoding="utf-8")
    path.write_text(f"{IMPORTS}def f():\n    {line}\n{BUILDER}", encoding="utf-8")
    with pytest.raises(GraderError, match=re.escape(words)):
        sources(function_of(path, "assignments.bank.worlds.one"))


def test_a_builder_that_is_no_function_of_a_module_is_refused(written):
    build = written(assignments__one=f"{IMPORTS}{BUILDER}nameless = lambda draw, broken: World()\n")
    assert builder_name(build) == ("one", "build")
    for other in (lambda draw, _: build(draw, None), functools.partial(build), build.__globals__["nameless"]):
        with pytest.raises(GraderError, match="no function at the top of a module"):
            builder_name(other)


# --------------------------------------------------------------------------- loading


def test_loading_leaves_no_name_behind_that_could_clash(tmp_path):
    texts = {"random.py": "from .shared import ONE\n", "shared.py": "ONE = 1\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    before, path = set(sys.modules), list(sys.path)
    modules = loaded(tmp_path, texts)
    assert modules["random"].ONE == 1
    assert all(name.startswith("_grader_kit_") for name in set(sys.modules) - before)
    assert sys.path == path
    assert sorted(one.name for one in tmp_path.iterdir()) == ["random.py", "shared.py"]
    assert loaded(tmp_path, texts)["shared"] is modules["shared"]
    (tmp_path / "shared.py").write_text("ONE = 1.5\n", encoding="utf-8")
    assert loaded(tmp_path, texts | {"shared.py": "ONE = 1.5\n"})["random"].ONE == 1.5


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("x = 1\ndef broken(:\n", "SyntaxError", 2),
        ("x = 1\nimport nowhere_at_all\n", "ModuleNotFoundError: No module named 'nowhere_at_all'", 2),
        ("x = 1\n\n1 / 0\n", "ZeroDivisionError", 3),
        ("x = 1\nraise RuntimeError('no')\n", "RuntimeError: no", 2),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named(tmp_path, text, words, line):
    texts = {"first.py": "from . import second\n", "second.py": text}
    for name, content in texts.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    before = set(sys.modules)
    with pytest.raises(CourseError, match="cannot be loaded") as caught:
        loaded(tmp_path, texts)
    assert words in caught.value.message
    assert (caught.value.path, caught.value.line) == (tmp_path / "second.py", line)
    assert not [name for name in set(sys.modules) - before if name.startswith("_grader_kit_")]
