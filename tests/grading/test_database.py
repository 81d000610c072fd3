from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.errors import GraderError, UsageError
from grader.grading import database
from grader.grading.database import Database

SCHEMA = ("CREATE TABLE IF NOT EXISTS things (name TEXT PRIMARY KEY, size INTEGER NOT NULL)",)


def opened(path: Path) -> Database:
    return Database(path, SCHEMA, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "things.sqlite"


@pytest.fixture
def things(path: Path) -> Iterator[Database]:
    with closing(opened(path)) as opened_database:
        yield opened_database


def names(things: Database) -> list[str]:
    return [name for (name,) in things.rows("SELECT name FROM things ORDER BY name")]


def add(things: Database, *new: str) -> None:
    with things.transaction():
        for name in new:
            things.write("INSERT INTO things VALUES (?, 1)", (name,))


def test_what_is_written_is_there_for_others(path: Path, things: Database) -> None:
    add(things, "b", "a")
    with closing(opened(path)) as other:
        assert names(other) == ["a", "b"]


def test_it_writes_ahead_and_fully(things: Database) -> None:
    assert things.rows("PRAGMA journal_mode") == [("wal",)]
    assert things.rows("PRAGMA synchronous") == [(2,)]
    assert things.rows("PRAGMA secure_delete") == [(1,)]


def write_and_fail(things: Database) -> None:
    with things.transaction():
        things.write("INSERT INTO things VALUES ('a', 1)")
        raise UsageError("no")


def test_a_transaction_is_all_or_nothing(things: Database) -> None:
    with pytest.raises(UsageError, match="no"):
        write_and_fail(things)
    assert names(things) == []
    add(things, "b")
    assert names(things) == ["b"]


def test_an_error_of_sqlite_is_ours_and_rolls_back(path: Path, things: Database) -> None:
    add(things, "a")
    with pytest.raises(GraderError, match=rf"{path}: UNIQUE constraint failed"):
        add(things, "b", "a")
    assert names(things) == ["a"]


def test_a_second_writer_sees_nothing_before_the_end(path: Path, things: Database) -> None:
    with closing(opened(path)) as other, things.transaction():
        things.write("INSERT INTO things VALUES ('a', 1)")
        assert names(other) == []


def test_a_second_writer_waits_and_then_gives_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(path).close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    words = r"was kept locked by another process for 0\.1 s"
    with closing(opened(path)) as one, closing(opened(path)) as other:
        with one.transaction(), pytest.raises(GraderError, match=words):
            add(other, "a")
        assert names(one) == []
        add(other, "a")
        assert names(one) == ["a"]


def test_what_would_be_written_to_a_removed_file_is_refused(path: Path, things: Database) -> None:
    add(things, "a")
    path.rename(path.with_name("elsewhere"))
    words = r"was removed or replaced while it was in use: run the same command again"
    with pytest.raises(GraderError, match=words):
        add(things, "b")
    path.touch()
    with pytest.raises(GraderError, match=words):
        add(things, "b")
    path.with_name("elsewhere").rename(path)
    add(things, "c")
    assert names(things) == ["a", "c"]


# --------------------------------------------------------------------------- what is refused


def refused(path: Path) -> str:
    before = path.read_bytes()
    with pytest.raises(GraderError) as caught:
        opened(path)
    assert path.read_bytes() == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("id,score\n" * 100)
    assert f"{path} is no database, or a damaged one" in refused(path)


def test_another_programs_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (a)")
    assert f"{path} is another program's database" in refused(path)


def test_another_version(path: Path) -> None:
    Database(path, SCHEMA, 4).close()
    assert f"{path} is of version 4, and this grader reads 3" in refused(path)


def filled(path: Path) -> bytes:
    with closing(opened(path)) as things:
        add(things, *(f"{number:0200}" for number in range(400)))
    return path.read_bytes()


def test_a_file_that_is_cut_off(path: Path) -> None:
    path.write_bytes(filled(path)[:-9000])
    assert "damaged" in refused(path)


def test_a_file_with_a_page_of_noise(path: Path) -> None:
    content = bytearray(filled(path))
    content[3 * 4096 : 4 * 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="cannot be opened for writing"):
        opened(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="cannot be opened for writing"):
        opened(tmp_path / "nowhere" / "things.sqlite")


def test_misuse_is_ours(path: Path) -> None:
    things = opened(path)
    things.close()
    things.close()
    with pytest.raises(GraderError, match="closed database"):
        names(things)


def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.touch()
    with closing(opened(path)) as things:
        assert names(things) == []


# --------------------------------------------------------------------------- several processes

OPENER = """
import sys, time
from pathlib import Path
from grader.grading.database import Database
folder, schema = sys.argv[1:]
print("ready", flush=True)
start = float(sys.stdin.readline())
for number in range(40):
    time.sleep(max(0, start + number * 0.03 - time.time()))
    Database(Path(folder, f"{number}.sqlite"), (schema,), 3).close()
"""


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    """Switching to the write-ahead log does not always wait for others by itself: this needs many tries to show."""
    command = [sys.executable, "-c", OPENER, str(tmp_path), SCHEMA[0]]
    pipe = subprocess.PIPE
    openers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    assert [opener.stdout.readline() for opener in openers if opener.stdout] == ["ready\n"] * 4
    start = time.time() + 0.05
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write(f"{start}\n")
        opener.stdin.flush()
    assert [opener.communicate()[1] for opener in openers] == [""] * 4
    for number in range(40):
        with closing(opened(tmp_path / f"{number}.sqlite")) as things:
            assert names(things) == []


def test_a_copy_knows_what_is_there_and_keeps_what_is_written_to_itself(path: Path, things: Database) -> None:
    add(things, "a")  # in the log beside the file, as of a process that still runs
    with closing(Database(path, SCHEMA, 3, copied=True)) as copy:
        assert names(copy) == ["a"]
        add(copy, "b")
        assert names(copy) == ["a", "b"]
        add(things, "c")
        assert names(copy) == ["a", "b"]
    assert names(things) == ["a", "c"]


def test_a_copy_leaves_nothing_beside_the_file(path: Path) -> None:
    opened(path).close()
    before = path.read_bytes()
    with closing(Database(path, SCHEMA, 3, copied=True)) as copy:
        add(copy, "a")
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == before


def test_a_copy_of_nothing_makes_no_file(path: Path) -> None:
    with pytest.raises(GraderError, match="cannot be opened"):
        Database(path, SCHEMA, 3, copied=True)
    assert not path.exists()
    path.write_bytes(b"no database at all, but a text of some length")
    with pytest.raises(GraderError, match="is no database"):
        Database(path, SCHEMA, 3, copied=True)
