"""An SQLite file that survives `kill -9` and several writers; what is in it, its user knows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from grader.errors import GraderError

APPLICATION_ID = 0x67726472  # "grdr": tells our files from other programs'
BUSY_SECONDS = 30.0

Row = tuple[Any, ...]


class Database:
    """A connection for one thread of one process.

    A transaction that has ended is on the disk: write-ahead log, synchronous=FULL. What is deleted is
    overwritten.

    Args:
        path: the file, which is made if need be; `:memory:` leaves none.
        schema: the statements that make a new one.
        version: of the schema.
        copied: whether to work on a copy in memory, so that nothing that is written reaches the file.

    Raises:
        GraderError: the file is no database of the grader, is damaged, or another version wrote it.
    """

    def __init__(self, path: Path, schema: Sequence[str], version: int, *, copied: bool = False) -> None:
        self._path = path
        with self._explained():
            self._connection = _copy(path) if copied else _connect(path)
        with ExitStack() as after_failure:
            after_failure.callback(self._connection.close)
            with self._explained():
                self._open(schema, version)
            after_failure.pop_all()

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        with self._explained():
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing of it; waits for another writer's end."""
        if _identity(self._path) != self._file:  # what is written to a file without a name is lost
            raise GraderError(f"{self._path} was removed or replaced while it was in use: run the same command again")
        with self._explained(), self._connection:  # which commits, or rolls back after an exception
            self._connection.execute("BEGIN IMMEDIATE")
            yield

    def write(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """One statement of a transaction."""
        self._connection.execute(sql, parameters)

    def erase_log(self) -> None:
        """Takes what was overwritten out of the write-ahead log, too, unless another process reads it now."""
        with self._explained():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _open(self, schema: Sequence[str], version: int) -> None:
        tables = self._number("SELECT count(*) FROM sqlite_master")
        self._file = _identity(self._path)  # opened only now
        if tables:  # before anything is written to the file
            self._check(version)
        self._write_ahead()
        for pragma in ("synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        if not tables:  # or so it was a moment ago: two processes may both come here
            with self.transaction():
                for statement in schema:
                    self.write(statement)
                self.write(f"PRAGMA application_id = {APPLICATION_ID}")
                self.write(f"PRAGMA user_version = {version}")

    def _check(self, version: int) -> None:
        if self._number("PRAGMA application_id") != APPLICATION_ID:
            raise GraderError(f"{self._path} is another program's database: give another OUT")
        written = self._number("PRAGMA user_version")
        if written != version:
            other = f"is of version {written}, and this grader reads {version}"
            raise GraderError(f"{self._path} {other}: give another OUT")
        damage = self._connection.execute("PRAGMA quick_check(1)").fetchall()
        if damage != [("ok",)]:
            raise GraderError(_damaged(self._path, damage[0][0].strip().splitlines()[-1]))

    def _number(self, sql: str) -> int:
        return int(self._connection.execute(sql).fetchone()[0])

    def _write_ahead(self) -> None:
        """Changing the mode does not wait for other openers as everything else does."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL").fetchall()
            except sqlite3.OperationalError as error:
                if _kind(error) != "SQLITE_BUSY" or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise GraderError(_sentence(self._path, error)) from error


def _connect(path: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    """Transactions are begun by hand: sqlite3's own begin too late to keep two writers apart."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, uri=uri)


def _copy(path: Path) -> sqlite3.Connection:
    """As it is between two transactions. Not opened read-only: SQLite would leave its helping files beside it."""
    with ExitStack() as after_failure, closing(_connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as source:
        copy = _connect(":memory:")
        after_failure.callback(copy.close)
        source.backup(copy)
        after_failure.pop_all()
    return copy


def _identity(path: Path) -> tuple[int, int] | None:
    """Of the file that has this name now; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _kind(error: sqlite3.Error) -> str:
    """`SQLITE_BUSY` of `SQLITE_BUSY_SNAPSHOT`; empty for misuse, which sqlite3 itself finds."""
    name: str = getattr(error, "sqlite_errorname", "")
    return "_".join(name.split("_")[:2])


def _damaged(path: Path, detail: object) -> str:
    return f"{path} is no database, or a damaged one ({detail}): move it away or give another OUT"


def _sentence(path: Path, error: sqlite3.Error) -> str:
    match _kind(error):
        case "SQLITE_NOTADB" | "SQLITE_CORRUPT":
            return _damaged(path, error)
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return f"{path} was kept locked by another process for {BUSY_SECONDS:g} s: try again when it is done"
        case "SQLITE_FULL":
            return f"{path} cannot grow: the disk is full"
        case "SQLITE_IOERR":
            return f"{path} cannot be read or written ({error}): the disk may be full, or broken"
        case "SQLITE_READONLY" | "SQLITE_CANTOPEN" | "SQLITE_PERM":
            return f"{path} cannot be opened for writing ({error})"
        case _:
            return f"{path}: {error}"
