from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.errors import GraderError, UsageError
from grader.grading.overrides import RecordedOverride
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import (
    CheckStatus,
    Counterexample,
    Override,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    SubmissionStatus,
    Tier,
    Verdict,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def result(student: str, sha256: str = "sha", answer: str = "because") -> Result:
    part = PartResult(PartKind.TEXT, 0, 4, PartStatus.PENDING, pending=4, answer=answer)
    question = QuestionResult("2a", "t", 0, 4, PartStatus.PENDING, (part,))
    return Result(
        "sheet", student, sha256, ("hw.py",), SubmissionStatus.GRADED, 0, 4, 4, (question,), (), NOW, Tier.A, "seed"
    )


def verdicts(message: str = "") -> QuestionVerdicts:
    seen = Counterexample("f", {"x": [1.0, float("inf")]}, None, 2)
    return QuestionVerdicts("2a", {"f": Verdict(CheckStatus.FAILED, message, counterexample=seen)}, ("a note",), "out")


def override(student: str, score: float = 3, reason: str = "read it") -> RecordedOverride:
    return RecordedOverride(student, "2a", PartKind.TEXT, "sha", Override("ta", NOW, score, reason))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "grades.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


# --------------------------------------------------------------------------- what was judged and recorded


def test_recorded_marks_are_there_when_the_store_is_opened_again(path: Path) -> None:
    with Store(path) as store:
        store.record(result("jdoe"), {"key": verdicts()})
    with Store(path) as store:
        assert store.result("jdoe") == result("jdoe")
        assert store.recall("sha", ["key"]) == {"key": verdicts()}


def test_nobody_is_nothing(store: Store) -> None:
    assert store.result("jdoe") is None
    assert store.results() == []
    assert store.recall("sha", ["key"]) == {}
    assert store.overrides() == ()
    assert store.forgotten() == {}


def test_results_are_sorted_by_student(store: Store) -> None:
    for student in ("novak", "Übel", "adam", "Zed"):
        store.record(result(student), {})
    assert [one.student for one in store.results()] == sorted(["novak", "Übel", "adam", "Zed"])


def test_a_new_result_takes_the_place_of_the_old(store: Store) -> None:
    store.record(result("jdoe", "old"), {"key": verdicts("first")})
    store.record(result("jdoe", "new"), {"key": verdicts("second")})
    assert store.results() == [result("jdoe", "new")]
    assert store.recall("old", ["key"]) == {"key": verdicts("first")}
    assert store.recall("new", ["key"]) == {"key": verdicts("second")}


def test_recall_finds_what_is_asked_and_known(store: Store) -> None:
    store.remember("sha", {"one": verdicts("1"), "two": verdicts("2")})
    store.remember("other", {"three": verdicts("3")})
    assert store.recall("sha", ["two", "three"]) == {"two": verdicts("2")}
    assert store.recall("sha", []) == {}


def test_remembering_records_no_mark(store: Store) -> None:
    store.remember("sha", {"key": verdicts()})
    assert store.results() == []
    store.remember("sha", {"key": verdicts("later")})
    assert store.recall("sha", ["key"]) == {"key": verdicts("later")}


def test_what_cannot_be_stored_leaves_nothing_behind(store: Store) -> None:
    broken = QuestionVerdicts("2a", {"f": Verdict(CheckStatus.FAILED, counterexample=Counterexample("f", {}, {1}, 1))})
    with pytest.raises(GraderError, match="only plain JSON can"):
        store.record(result("jdoe"), {"key": verdicts(), "other": broken})
    assert store.result("jdoe") is None
    assert store.recall("sha", ["key"]) == {}


# --------------------------------------------------------------------------- what the store is about


def test_values_of_its_own(store: Store) -> None:
    assert store.get("due") is None
    store.put("due", "1")
    store.put("due", "2")
    assert store.get("due") == "2"


def test_a_store_belongs_to_one_assignment(path: Path, store: Store) -> None:
    store.claim("sheet2")
    store.claim("sheet2")
    with Store(path) as other, pytest.raises(UsageError, match="holds 'sheet2', not 'sheet6': give another OUT"):
        other.claim("sheet6")


def test_a_seed_is_drawn_once(path: Path, tmp_path: Path) -> None:
    with Store(path) as store, Store(tmp_path / "other.sqlite") as other:
        seed = store.seed(None)
        assert 0 <= seed < 2**63
        assert seed != other.seed(None)
        assert store.chosen_seed() is None
    with Store(path) as store:
        assert store.seed(None) == seed
        assert store.seed(seed) == seed
        assert store.chosen_seed() is None


def test_a_chosen_seed_is_kept(store: Store) -> None:
    assert store.chosen_seed() is None
    assert store.seed(7) == 7
    assert store.seed(None) == 7
    assert store.chosen_seed() == 7


@pytest.mark.parametrize("first", [None, 7])
def test_another_seed_later_is_refused(store: Store, first: int | None) -> None:
    kept = store.seed(first)
    with pytest.raises(UsageError, match="another seed than 8: use --fresh or another OUT"):
        store.seed(8)
    assert store.seed(None) == kept


# --------------------------------------------------------------------------- what people decided


def test_overrides_are_kept_in_order(path: Path, store: Store) -> None:
    given = (override("jdoe", 3), override("adam", 1), override("jdoe", 0.5))
    for one in given:
        store.add_override(one)
    with Store(path) as other:
        assert other.overrides() == given


@pytest.mark.parametrize("statement", ["UPDATE overrides SET student = 'x'", "DELETE FROM overrides"])
def test_overrides_cannot_be_changed_by_anybody(path: Path, store: Store, statement: str) -> None:
    store.add_override(override("jdoe"))
    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.IntegrityError, match="overrides are never"):
        other.execute(statement)
    assert store.overrides() == (override("jdoe"),)


@pytest.mark.parametrize("score", [-1, float("nan"), float("inf")])
def test_what_is_no_mark_is_refused(store: Store, score: float) -> None:
    with pytest.raises(UsageError, match="is no mark"):
        store.add_override(override("jdoe", score))
    assert store.overrides() == ()


# --------------------------------------------------------------------------- forgetting


def test_a_fresh_start_keeps_what_people_decided(store: Store) -> None:
    store.claim("sheet")
    store.seed(7)
    store.record(result("jdoe"), {"key": verdicts()})
    store.record(result("gone"), {})
    store.forget("gone")
    store.add_override(override("jdoe"))
    store.clear()
    assert store.results() == []
    assert store.recall("sha", ["key"]) == {}
    assert store.seed(8) == 8
    assert store.overrides() == (override("jdoe"),)
    assert list(store.forgotten()) == ["gone"]
    with pytest.raises(UsageError):
        store.claim("other")


def test_a_forgotten_student_leaves_a_tombstone(store: Store) -> None:
    for student in ("jdoe", "adam"):
        store.record(result(student, f"sha of {student}"), {"key": verdicts(student)})
        store.add_override(override(student))
    before = datetime.now(UTC)
    store.forget("jdoe")
    store.forget("jdoe")
    assert store.results() == [result("adam", "sha of adam")]
    assert store.overrides() == (override("adam"),)
    assert store.recall("sha of jdoe", ["key"]) == {}
    assert store.recall("sha of adam", ["key"]) == {"key": verdicts("adam")}
    assert before <= store.forgotten()["jdoe"] <= datetime.now(UTC)


def test_what_others_of_the_group_handed_in_stays(store: Store) -> None:
    for student in ("jdoe", "adam"):
        store.record(result(student), {"key": verdicts()})
    store.forget("jdoe")
    assert store.recall("sha", ["key"]) == {"key": verdicts()}


def test_verdicts_of_earlier_submissions_are_forgotten_too(store: Store) -> None:
    store.record(result("jdoe", "first"), {"key": verdicts()})
    store.record(result("jdoe", "second"), {"key": verdicts()})
    store.forget("jdoe")
    assert store.recall("first", ["key"]) == store.recall("second", ["key"]) == {}


def test_a_forgotten_student_is_not_recorded_again(store: Store) -> None:
    store.forget("jdoe")
    with pytest.raises(UsageError, match="jdoe was forgotten in"):
        store.record(result("jdoe"), {"key": verdicts()})
    with pytest.raises(UsageError, match="jdoe was forgotten in"):
        store.add_override(override("jdoe"))
    assert store.results() == []
    assert store.recall("sha", ["key"]) == {}


def test_what_is_forgotten_is_gone_from_the_disk(tmp_path: Path, path: Path) -> None:
    with Store(path) as store:
        store.record(result("adam", "other"), {"key": verdicts()})
        store.record(result("jdoe", answer="first secret words" * 500), {"key": verdicts("first secret words" * 500)})
        store.record(result("jdoe", answer="other secret words" * 50), {"key": verdicts("other secret words")})
        store.add_override(override("jdoe", reason="secret words"))
        assert b"secret words" in b"".join(file.read_bytes() for file in tmp_path.iterdir())
        store.forget("jdoe")
        assert b"secret words" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


# --------------------------------------------------------------------------- several processes

WRITER = """
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import CheckStatus, Result, SubmissionStatus, Verdict

path, name, limit = sys.argv[1:]
store = Store(Path(path))
print("ready", flush=True)
sys.stdin.readline()
for number in count() if limit == "forever" else range(int(limit)):
    student = f"{name}{number}"
    at = datetime(2026, 1, 1, tzinfo=UTC)
    result = Result("a", student, student, (), SubmissionStatus.GRADED, number, 1, 0, (), ("x" * 2000,), at, None, "s")
    verdicts = QuestionVerdicts("q", {"f": Verdict(CheckStatus.PASSED, student)})
    store.record(result, {"key": verdicts})
    print(student, flush=True)
    time.sleep(0.001)  # SQLite's locks are not fair: a writer that never rests starves the other
"""


class Writer:
    """A process that records students for as long as it lives, and says which when they are recorded."""

    def __init__(self, path: Path, name: str, limit: str) -> None:
        command = [sys.executable, "-c", WRITER, str(path), name, limit]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        self.said, self.told = self.process.stdout, self.process.stdin
        assert self.said.readline() == "ready\n"

    def start(self) -> None:
        self.told.write("go\n")
        self.told.flush()

    def acknowledged(self) -> list[str]:
        """Everything it said to the end; the last line may have been cut off."""
        text = self.said.read()
        self.said.close()
        self.told.close()
        self.process.wait(timeout=10)
        return text[: text.rfind("\n") + 1].split()


def assert_recorded(path: Path, students: list[str]) -> None:
    with Store(path) as store:
        known = {one.student: one for one in store.results()}
        for student in students:
            assert known[student].score == int(student[1:])
            assert store.recall(student, ["key"])["key"].checks["f"].message == student


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    writers = [Writer(path, name, "60") for name in "ab"]
    for writer in writers:
        writer.start()
    students = [student for writer in writers for student in writer.acknowledged()]
    assert len(students) == 120
    assert [writer.process.returncode for writer in writers] == [0, 0]
    assert_recorded(path, students)


def test_what_was_acknowledged_survives_kill_9_of_two_writers(path: Path) -> None:
    writers = [Writer(path, name, "forever") for name in "ab"]
    for writer in writers:
        writer.start()
    first = [[writer.said.readline().strip() for _ in range(5)] for writer in writers]
    time.sleep(0.2)
    for writer in writers:
        os.kill(writer.process.pid, signal.SIGKILL)
    acknowledged = [[*known, *writer.acknowledged()] for known, writer in zip(first, writers, strict=True)]
    assert [writer.process.returncode for writer in writers] == [-signal.SIGKILL] * 2
    assert_recorded(path, [student for students in acknowledged for student in students])
    with Store(path) as store:  # nothing but what was said, and at most what each was about to say
        assert len(store.results()) <= sum(map(len, acknowledged)) + 2
        store.record(replace(result("jdoe"), notes=("still writable",)), {})


def test_a_damaged_store_is_refused_in_one_sentence(path: Path) -> None:
    path.write_bytes(b"no database " * 1000)
    with pytest.raises(GraderError, match=r"grades\.sqlite is no database, or a damaged one \([^)]*\): move it away"):
        Store(path)


def test_a_store_may_live_in_memory() -> None:
    with Store(Path(":memory:")) as store:
        store.record(result("jdoe"), {"key": verdicts()})
        assert store.results() == [result("jdoe")]
        store.forget("jdoe")
        assert store.results() == []
    assert not Path(":memory:").exists()
