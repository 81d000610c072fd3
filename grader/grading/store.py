"""The store: what was judged, what was recorded, and what people decided, in one SQLite file per OUT."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.errors import UsageError
from grader.grading.codec import Codec, encoded
from grader.grading.database import Database
from grader.grading.known import Known, dumps, loads
from grader.grading.overrides import RecordedOverride
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Result

VERSION = 1
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS verdicts (
        submission_sha TEXT NOT NULL, question_key TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (submission_sha, question_key)
    )""",
    """CREATE TABLE IF NOT EXISTS results (
        student TEXT PRIMARY KEY, sha256 TEXT NOT NULL, record TEXT NOT NULL, graded_at TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS results_by_sha256 ON results (sha256)",
    """CREATE TABLE IF NOT EXISTS overrides (
        number INTEGER PRIMARY KEY AUTOINCREMENT, student TEXT NOT NULL, record TEXT NOT NULL
    )""",
    "CREATE TABLE IF NOT EXISTS tombstones (student TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TRIGGER IF NOT EXISTS overrides_stay BEFORE UPDATE ON overrides
        BEGIN SELECT raise(ABORT, 'overrides are never changed'); END""",
    # A forgotten student's go: the law is older than the audit.
    """CREATE TRIGGER IF NOT EXISTS overrides_remain BEFORE DELETE ON overrides
        WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE student = old.student)
        BEGIN SELECT raise(ABORT, 'overrides are never deleted'); END""",
)
ASSIGNMENT, SEED, SEED_ORIGIN, KNOWN = "assignment", "seed", "seed_origin", "known"
CHOSEN, DRAWN = "chosen", "drawn"


class Store:
    """For one thread of one process, beside any number of others; a context manager. `:memory:` leaves no file.

    A method that writes has written to the disk when it returns: all of it, or after an exception nothing. Of a
    `copied` store it writes to a copy in memory, and the file stays as it is.

    Raises:
        GraderError: the file is no store, is damaged, or cannot be written.
    """

    def __init__(self, path: Path, *, copied: bool = False) -> None:
        self._path = path
        self._codec = Codec()
        self._database = Database(path, SCHEMA, VERSION, copied=copied)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    # ----------------------------------------------------------------------- what the store is about

    def get(self, key: str) -> str | None:
        """A value of the store's own, None if it was never put."""
        rows = self._database.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def put(self, key: str, value: str) -> None:
        with self._database.transaction():
            self._put(key, value)

    def claim(self, assignment: str) -> None:
        """Says what is graded into this store, once and for all.

        Raises:
            UsageError: it holds another assignment.
        """
        with self._database.transaction():
            owner = self.get(ASSIGNMENT)
            if owner is None:
                self._put(ASSIGNMENT, assignment)
            elif owner != assignment:
                raise UsageError(f"{self._path} holds {owner!r}, not {assignment!r}: give another OUT")

    def seed(self, chosen: int | None) -> int:
        """The seed of this OUT: the chosen one or, the first time, 63 random bits; the same ever after.

        Raises:
            UsageError: another seed is chosen than the one that results were already made with.
        """
        with self._database.transaction():
            kept = self.get(SEED)
            if kept is None:
                self._put(SEED_ORIGIN, DRAWN if chosen is None else CHOSEN)
                kept = str(secrets.randbits(63) if chosen is None else chosen)
                self._put(SEED, kept)
        if chosen is not None and chosen != int(kept):
            raise UsageError(f"{self._path} was graded with another seed than {chosen}: use --fresh or another OUT")
        return int(kept)

    def chosen_seed(self) -> int | None:
        """The seed if the instructor chose it: only then it may be shown."""
        seed = self.get(SEED)
        return int(seed) if seed is not None and self.get(SEED_ORIGIN) == CHOSEN else None

    # ----------------------------------------------------------------------- what was judged and recorded

    def recall(self, sha256: str, keys: Collection[str]) -> dict[str, QuestionVerdicts]:
        """What is known of a submission under these question keys; keys that are not known are left out."""
        found = {}
        for key in keys:
            sql = "SELECT record FROM verdicts WHERE submission_sha = ? AND question_key = ?"
            for (record,) in self._database.rows(sql, (sha256, key)):
                found[key] = self._codec.verdicts(record)
        return found

    def remember(self, sha256: str, verdicts: Mapping[str, QuestionVerdicts]) -> None:
        """Keeps what was judged of a submission, by question key, and records no mark."""
        encoded_verdicts = {key: encoded(one) for key, one in verdicts.items()}
        with self._database.transaction():
            self._remember(sha256, encoded_verdicts)

    def record(self, result: Result, verdicts: Mapping[str, QuestionVerdicts]) -> None:
        """Records a student's marks in the place of earlier ones, and what they come from.

        Raises:
            UsageError: the student was forgotten.
        """
        encoded_verdicts = {key: encoded(one) for key, one in verdicts.items()}
        row = (result.student, result.sha256, encoded(result), result.graded_at.astimezone(UTC).isoformat())
        with self._database.transaction():
            self._refuse_forgotten(result.student)
            self._remember(result.sha256, encoded_verdicts)
            self._database.write("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", row)

    def result(self, student: str) -> Result | None:
        """What is recorded of a student, before any override."""
        rows = self._database.rows("SELECT record FROM results WHERE student = ?", (student,))
        return self._codec.result(rows[0][0]) if rows else None

    def results(self) -> list[Result]:
        """Every recorded result, sorted by student."""
        rows = self._database.rows("SELECT record FROM results ORDER BY student")
        return [self._codec.result(record) for (record,) in rows]

    def withdraw(self, student: str) -> None:
        """Takes a recorded result back: the student is not in the class. People's marks stay, should they return."""
        with self._database.transaction():
            self._database.write("DELETE FROM results WHERE student = ?", (student,))
            self._put(KNOWN, dumps(self.known().without(student)))

    def known(self) -> Known:
        """Names, and who handed in what, as of earlier runs."""
        return loads(self.get(KNOWN))

    def keep(self, known: Known) -> None:
        """Replaces what is known, but for those who were forgotten."""
        with self._database.transaction():
            for student in self.forgotten():
                known = known.without(student)
            self._put(KNOWN, dumps(known))

    # ----------------------------------------------------------------------- what people decided

    def add_override(self, recorded: RecordedOverride) -> None:
        """Adds a person's mark; earlier ones of the same part stay, the latest counts.

        Raises:
            UsageError: the mark is negative or no number, or the student was forgotten.
        """
        if not 0 <= recorded.override.score < float("inf"):
            raise UsageError(f"{recorded.override.score} is no mark: it must be at least 0")
        record = encoded(recorded)
        with self._database.transaction():
            self._refuse_forgotten(recorded.student)
            self._database.write("INSERT INTO overrides (student, record) VALUES (?, ?)", (recorded.student, record))

    def overrides(self) -> tuple[RecordedOverride, ...]:
        """In the order in which they were given."""
        rows = self._database.rows("SELECT record FROM overrides ORDER BY number")
        return tuple(self._codec.override(record) for (record,) in rows)

    # ----------------------------------------------------------------------- forgetting

    def clear(self) -> None:
        """Forgets all judging, all results and the seed; keeps overrides, tombstones and the assignment."""
        with self._database.transaction():
            self._database.write("DELETE FROM verdicts")
            self._database.write("DELETE FROM results")
            self._database.write("DELETE FROM meta WHERE key <> ?", (ASSIGNMENT,))

    def forget(self, student: str) -> None:
        """Removes all that is known of a student, from the disk too, and leaves a tombstone.

        Verdicts that belong to no remaining result go as well: they may be of the student's earlier
        submissions.
        """
        with self._database.transaction():
            at = datetime.now(UTC).isoformat()
            self._database.write("INSERT OR IGNORE INTO tombstones VALUES (?, ?)", (student, at))
            self._database.write("DELETE FROM results WHERE student = ?", (student,))
            self._database.write("DELETE FROM overrides WHERE student = ?", (student,))
            self._database.write("DELETE FROM verdicts WHERE submission_sha NOT IN (SELECT sha256 FROM results)")
            self._put(KNOWN, dumps(self.known().without(student)))
        self._database.erase_log()

    def forgotten(self) -> Mapping[str, datetime]:
        """Who was forgotten, and when."""
        rows = self._database.rows("SELECT student, at FROM tombstones ORDER BY student")
        return {student: datetime.fromisoformat(at) for student, at in rows}

    def _put(self, key: str, value: str) -> None:
        self._database.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _remember(self, sha256: str, records: Mapping[str, str]) -> None:
        for key, record in records.items():
            self._database.write("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", (sha256, key, record))

    def _refuse_forgotten(self, student: str) -> None:
        if self._database.rows("SELECT 1 FROM tombstones WHERE student = ?", (student,)):
            raise UsageError(f"{student} was forgotten in {self._path}: give another OUT to grade them again")
