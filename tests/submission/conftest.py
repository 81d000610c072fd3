from __future__ import annotations

import io
import runpy
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

AWKWARD = Path(__file__).parent / "awkward"


@pytest.fixture(scope="session")
def awkward() -> Path:
    return AWKWARD


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The builders of awkward/build.py: notebook, code, markdown, raw, dumped."""
    return SimpleNamespace(**runpy.run_path(str(AWKWARD / "build.py")))


@pytest.fixture(scope="session")
def notebook(make: SimpleNamespace) -> Callable[..., bytes]:
    """The bytes of a notebook of code cells."""

    def build(*sources: str, assignment: str | None = None) -> bytes:
        metadata = {"grader": {"assignment": assignment}} if assignment else {}
        return bytes(make.dumped(make.notebook(*map(make.code, sources), metadata=metadata)))

    return build


@pytest.fixture(scope="session")
def zipped() -> Callable[[Mapping[str, bytes]], bytes]:
    """The bytes of a zip."""

    def build(files: Mapping[str, bytes]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return buffer.getvalue()

    return build


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Mapping[str, bytes]], Path]:
    """A folder with these files in it."""

    def build(files: Mapping[str, bytes]) -> Path:
        top = tmp_path / "tree"
        top.mkdir(exist_ok=True)
        for name, data in files.items():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_bytes(data)
        return top

    return build
