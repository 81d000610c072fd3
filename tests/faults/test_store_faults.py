"""A store that cannot be used: one sentence that says what and where, nothing graded, nothing overwritten."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

STORE = "grades.sqlite"


def cut(size: int) -> Any:
    return lambda store: os.truncate(store, size)


def overwrite(store: Path) -> None:
    with store.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 4096)


def execute(statement: str) -> Any:
    def run(store: Path) -> None:
        with closing(sqlite3.connect(store)) as connection, connection:
            connection.execute(statement)

    return run


def replace_by_folder(store: Path) -> None:
    store.unlink()
    store.mkdir()


@pytest.fixture(scope="module")
def graded(group_factory: Any) -> Any:
    """A class that is graded already: copied for each test."""
    group = group_factory("graded")
    assert group.grade().code == 0
    return group


@pytest.fixture
def copied(graded: Any, tmp_path: Path) -> Any:
    shutil.copytree(graded.root, tmp_path / "copy")
    return type(graded)(tmp_path / "copy", tmp_path / "copy" / "out")


@pytest.mark.parametrize(
    ("damage", "code", "words", "end"),
    [
        (cut(50), 2, "is no database, or a damaged one", ": move it away or give another OUT"),
        (cut(4096), 2, "is no database, or a damaged one", ": move it away or give another OUT"),
        (cut(20_000), 2, "is no database, or a damaged one", ": move it away or give another OUT"),
        (overwrite, 2, "is no database, or a damaged one", ": move it away or give another OUT"),
        (
            lambda store: store.write_text("id,score\n" * 100),
            2,
            "is no database, or a damaged one",
            ": move it away or give another OUT",
        ),
        (execute("PRAGMA user_version = 99"), 2, "is of version 99, and this grader reads", ": give another OUT"),
        (execute("PRAGMA application_id = 1"), 2, "is another program's database", ": give another OUT"),
        (replace_by_folder, 2, "cannot be opened for writing", "(unable to open database file)"),
        (
            execute("UPDATE results SET record = substr(record, 1, 40)"),
            3,
            "a stored record cannot be read",
            ": use --fresh or another OUT",
        ),
        (
            execute("""UPDATE verdicts SET record = '{"question": 3}'"""),
            3,
            "a stored record cannot be read",
            ": use --fresh or another OUT",
        ),
    ],
    ids=["50", "4096", "20000", "page", "text", "version", "program", "folder", "result", "verdict"],
)
def test_a_store_that_cannot_be_read_stops_with_a_sentence(
    copied: Any, damage: Any, code: int, words: str, end: str
) -> None:
    store = copied.out / STORE
    damage(store)
    before = store.read_bytes() if store.is_file() else None
    marks = copied.results()
    said = copied.grade()
    assert (said.code, said.err.count("\n")) == (code, 1)
    assert said.err.startswith("grader: ")
    assert words in said.err
    assert said.err.endswith(f"{end}\n")
    assert copied.results() == marks
    if code == 2 and before is not None:
        assert store.read_bytes() == before


def test_a_store_that_is_locked_for_a_while_is_waited_for(copied: Any, undisturbed: dict[str, Any]) -> None:
    with closing(sqlite3.connect(copied.out / STORE, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(4.0, lambda: other.execute("COMMIT"))
        release.start()
        said = copied.grade()
        release.join()
    assert said.code == 0, said.err
    assert copied.results() == undisturbed


@pytest.mark.slow
def test_one_that_stays_locked_is_given_up(copied: Any) -> None:
    with closing(sqlite3.connect(copied.out / STORE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = copied.grade()
    assert said.code in (2, 3)
    assert "was kept locked by another process for 30 s: try again when it is done" in said.last


def test_out_that_is_removed_meanwhile_is_noticed(group: Any, undisturbed: dict[str, Any]) -> None:
    with group.grading() as process:
        while not (group.out / STORE).exists():
            time.sleep(0.01)
        time.sleep(0.5)
        shutil.rmtree(group.out)
        _, err = process.communicate()
    assert process.returncode == 3, err
    assert err.strip().splitlines()[-1] == (
        f"grader: {group.out / STORE} was removed or replaced while it was in use: run the same command again"
    )
    assert not (group.out / "grades.csv").exists()
    assert group.grade().code == 0
    assert group.results() == undisturbed


def test_so_is_a_store_that_is_replaced_by_another(copied: Any, undisturbed: dict[str, Any]) -> None:
    other = copied.root / "other.sqlite"
    shutil.copy(copied.out / STORE, other)
    ann = copied.root / "class" / "ann.py"
    ann.write_text(ann.read_text() + "\n# handed in again\n")
    with copied.grading() as process:
        time.sleep(0.5)
        other.replace(copied.out / STORE)
        _, err = process.communicate()
    if process.returncode:  # else it was opened after it was replaced
        assert "was removed or replaced while it was in use" in err
    assert copied.grade().code == 0
    assert copied.scores() == {student: result["score"] for student, result in undisturbed.items()}
