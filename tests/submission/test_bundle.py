from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission import bundle
from grader.submission.bundle import Bounds, Bundle

Tree = Callable[[Mapping[str, bytes]], Path]
BOUNDS = Bounds()
CONTENTS = st.dictionaries(st.text(min_size=1, max_size=4), st.binary(max_size=4), max_size=4)


def test_a_folder_without_its_litter(tree: Tree) -> None:
    files = {"hw.ipynb": b"{}", "data/a.csv": b"1", "src/b.py": b"2", "Übung.md": b"3"}
    litter = [".git/config", ".ipynb_checkpoints/hw.ipynb", "venv/x.py", "node_modules/x.js", "my_env/pyvenv.cfg",
              "my_env/lib/x.py", "src/__pycache__/b.pyc", ".DS_Store", "__MACOSX/x", "data/.hidden"]  # fmt: skip
    found = bundle.of_folder(tree(files | dict.fromkeys(litter, b"x")), BOUNDS)
    assert found == Bundle(files)
    assert found.files == ("data/a.csv", "hw.ipynb", "src/b.py", "Übung.md")


def test_links_and_pipes_are_not_followed(tree: Tree, tmp_path: Path) -> None:
    top = tree({"hw.py": b"1"})
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.py").write_bytes(b"secret")
    (top / "link.py").symlink_to(tmp_path / "secret" / "key.py")
    (top / "folder").symlink_to(tmp_path / "secret")
    (top / "broken").symlink_to("nowhere")
    os.mkfifo(top / "pipe")
    found = bundle.of_folder(top, BOUNDS)
    assert found.contents == {"hw.py": b"1"}
    assert found.notes == (
        "broken is a symbolic link: it was not followed",
        "folder is a symbolic link: it was not followed",
        "link.py is a symbolic link: it was not followed",
        "pipe is neither a file nor a folder: it was left out",
    )


def test_bounds(tree: Tree) -> None:
    top = tree({"a.py": b"x" * 600_000, "b.csv": b"x" * 700_000})
    large = bundle.of_folder(top, Bounds(size=1_000_000))
    assert large.problem == "it is too large: 1 MB of at most 1 MB (b.csv alone has 1 MB)"
    assert (large.contents, large.unread) == ({}, {"a.py": 600_000, "b.csv": 700_000})
    assert large.files == ("a.py", "b.csv")
    assert bundle.of_folder(top, Bounds(files=1)).problem == "it holds more than 1 files"
    assert bundle.of_folder(top, Bounds(files=2, size=2_000_000)).problem is None


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "hw.ipynb"
    with path.open("wb") as stream:
        stream.truncate(10**12)
    found = bundle.of_file(path, BOUNDS)
    assert found.problem == "it is too large: 1,000,000 MB of at most 200 MB (hw.ipynb alone has 1,000,000 MB)"
    assert found.sha256() != Bundle(unread={"hw.ipynb": 10**12 + 1}).sha256()


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hw.py")
    assert bundle.of_file(tmp_path / "hw.py", BOUNDS).problem == "hw.py cannot be read (it is no regular file)"
    gone = bundle.of_file(tmp_path / "gone.py", BOUNDS)
    assert gone.problem == "gone.py cannot be read (No such file or directory)"
    assert gone.files == ("gone.py",)
    assert "cannot be opened" in bundle.of_folder(tmp_path / "nowhere", BOUNDS).notes[0]


def test_two_files_under_one_name(tmp_path: Path) -> None:
    members = [("a", tmp_path / "x"), ("a", tmp_path / "y")]
    assert bundle.gather(members, BOUNDS).problem == "two of its files have the same name"


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py")).write_bytes(b"1")
    except OSError:  # macOS takes no such names
        return
    assert bundle.of_folder(tmp_path, BOUNDS).files == ("caf\ufffd.py",)


@given(CONTENTS, CONTENTS)
def test_the_hash_tells_bundles_apart(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert (Bundle(one).sha256() == Bundle(other).sha256()) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": b"b"}, {"ab": b""}),
        ({"a": b"", "b": b""}, {"ab": b""}),
        ({"a": b"1", "b": b"2"}, {"a": b"2", "b": b"1"}),
        ({}, {"": b""}),
        ({"a": b"", "b": b""}, {"a": b"bread"}),
    ],
)
def test_the_hash_has_no_seams(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert Bundle(one).sha256() != Bundle(other).sha256()


def test_the_hash_does_not_know_the_order_nor_the_notes() -> None:
    assert Bundle({"a": b"1", "b": b"2"}).sha256() == Bundle({"b": b"2", "a": b"1"}, notes=("x",)).sha256()
    assert Bundle({"a": b"5"}).sha256() != Bundle(unread={"a": 5}).sha256()
