"""Every attack, in every tier: no undeserved point, nothing outside touched, every honest neighbour at full marks."""

from __future__ import annotations

import ast
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.records import Tier
from tests.attacks.batch import Evidence, Mark
from tests.attacks.catalogue import EARNED, Attack, attacks
from tests.attacks.outside import Listeners, Untouched, Victim, adopting

FULL = 20.0
PEAK_MB = 1024  # of two workers with 192 MB a process, and the zygote
LARGEST = 400_000  # bytes of a report or a result
ATTACKS = attacks()
# Each tier takes minutes: the second is left to the long run.
TIERS = (Tier.A, pytest.param(Tier.B, marks=pytest.mark.slow))

EvidenceOf = Callable[[Tier], Evidence]


@pytest.fixture(scope="session", params=TIERS, ids=str)
def evidence(request: pytest.FixtureRequest, evidence_of: EvidenceOf) -> Evidence:
    return evidence_of(request.param)


def student_of(attack: Attack, evidence: Evidence) -> str:
    return next(student for student, id_ in evidence.students.items() if id_ == attack.id)


def neighbours_of(student: str, evidence: Evidence) -> list[Mark]:
    """The honest ones next before and after, which are judged at the same time or with the same zygote."""
    order = sorted(evidence.students)
    place = order.index(student)
    before = [name for name in order[:place] if not evidence.students[name]][-1:]
    after = [name for name in order[place:] if not evidence.students[name]][:1]
    return [evidence.marks[name] for name in before + after]


# --------------------------------------------------------------------------- each attack


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_an_attack_gains_nothing_and_harms_nobody(attack: Attack, evidence: Evidence) -> None:
    student = student_of(attack, evidence)
    mark = evidence.marks[student]
    assert mark.score <= attack.earned, mark.checks
    assert mark.status in ("graded", "unreadable"), mark.said
    assert "ungraded" not in mark.checks.values(), mark.said
    assert evidence.loot not in mark.said
    assert evidence.harm == []
    assert evidence.code == 0, evidence.err
    neighbours = neighbours_of(student, evidence)
    assert neighbours
    assert {neighbour.score for neighbour in neighbours} == {FULL}


def test_there_are_at_least_sixty_of_many_kinds() -> None:
    assert len(ATTACKS) >= 60
    assert len({attack.family for attack in ATTACKS}) >= 10


# --------------------------------------------------------------------------- the batch


def test_every_honest_neighbour_has_full_marks(evidence: Evidence) -> None:
    honest = {student: evidence.marks[student] for student, attack in evidence.students.items() if not attack}
    assert len(honest) >= len(ATTACKS) // 4
    assert {student: mark.checks for student, mark in honest.items() if mark.score != FULL} == {}


def test_everybody_has_a_result_in_this_tier(evidence: Evidence) -> None:
    assert set(evidence.marks) == set(evidence.students)
    assert set(evidence.isolation) == {evidence.tier}


def test_nothing_outside_was_reached(evidence: Evidence) -> None:
    assert evidence.harm == []


def test_no_secret_is_in_anything_that_was_written(evidence: Evidence) -> None:
    assert evidence.leaks == {}


def test_no_markup_or_terminal_sequence_of_a_students_is_in_the_reports(evidence: Evidence) -> None:
    assert evidence.poisoned == {}


def test_no_input_of_a_hidden_check_reaches_students(evidence: Evidence) -> None:
    shown = [mark for mark in evidence.marks.values() if "HIDDEN-INPUT" in mark.said]
    assert len(shown) == 1  # to the instructor
    assert evidence.withheld == []


def test_what_one_question_broke_does_not_cost_another_its_marks(evidence: Evidence) -> None:
    for id_, earned in EARNED.items():
        student = next(student for student, attack in evidence.students.items() if attack == id_)
        assert evidence.marks[student].score == earned, evidence.marks[student].checks


def test_memory_stays_bounded(evidence: Evidence) -> None:
    assert 50 < evidence.peak_mb < PEAK_MB


def test_results_stay_small(evidence: Evidence) -> None:
    assert {student: mark.largest for student, mark in evidence.marks.items() if mark.largest > LARGEST} == {}


# --------------------------------------------------------------------------- the attacks are armed


def test_every_hand_in_says_what_it_tries_and_is_python() -> None:
    kept = [attack.path / "hw.py" if attack.path.is_dir() else attack.path for attack in ATTACKS if attack.path]
    sources = [path for path in kept if path.suffix == ".py"]
    assert len(sources) > 60
    assert [path.name for path in sources if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


@pytest.mark.parametrize("name", ["files_by_path", "environment", "proc_walk", "own_memory", "scratch_of_others"])
def test_without_a_sandbox_it_would_succeed(name: str, tmp_path: Path) -> None:
    """The same hand-in in an ordinary process finds its loot: what stops it is not a mistake in it."""
    here = Path(__file__).parent
    canary = tmp_path / "canary.txt"
    canary.write_text("SECRET-canary")
    targets = {
        "loot": "found",
        "mark": "left",
        "course": str(tmp_path),
        "store": str(canary),
        "out": str(tmp_path),
        "class": str(tmp_path),
        "neighbours": [str(canary)],
        "canaries": [str(canary)],
        "scratch": str(tmp_path),
        "grader": 1,
        "victim": 1,
    }
    (tmp_path / "targets.json").write_text(json.dumps(targets))
    (tmp_path / "tools.py").write_bytes((here / "tools.py").read_bytes())
    (tmp_path / "hw.py").write_bytes((here / f"hand_ins/reading/{name}.py").read_bytes())
    secret = {"GRADER_SECRET": "SECRET-environment-0123456789abcdef"}
    done = subprocess.run(
        [sys.executable, "hw.py"], cwd=tmp_path, env=secret, capture_output=True, text=True, check=False
    )
    assert "Loot: found" in done.stderr


def test_what_watches_the_outside_notices(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("x")
    untouched = Untouched([canary])
    canary.read_text()
    assert untouched.touched() == ["canary.txt"]
    with Listeners(tmp_path) as listeners, socket.socket() as tcp, socket.socket(socket.AF_UNIX) as unix:
        assert listeners.reached() == []
        tcp.connect(("127.0.0.1", listeners.tcp))
        unix.connect("\0" + listeners.abstract)
        assert listeners.reached() == ["TCP", "abstract unix"]
    with Victim() as victim:
        assert victim.harm() == []
        os.kill(victim.pid, signal.SIGUSR1)
        assert victim.harm() == ["signals 10 "]
        os.kill(victim.pid, signal.SIGSTOP)
        assert victim.harm() == ["state T (stopped)"]


def test_what_outlives_a_batch_is_found_and_ended() -> None:
    with adopting() as survivors:
        subprocess.run(["/bin/sh", "-c", "sleep 60 & exit 0"], check=True, stdout=subprocess.DEVNULL)
    assert len(survivors) == 1
    assert not Path(f"/proc/{survivors[0]}").exists()
