"""A loaded process that is forked for each question: tier A."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import psutil
import pytest

from grader.errors import SandboxError
from grader.records import Call, Limits, Outcome, Returned, Stopped, StopReason

QUICK = Limits(load_seconds=20.0, question_seconds=20.0, call_seconds=1.0, memory_mb=256)
SOURCE = """\
import os, time
import numpy as np
data = np.ones(1_000_000)
count = 0
def good(x=1): return x
def bump():
    global count
    count += 1
    data[0] += 1
    return [count, data[0]]
def pids(): return [os.getpid(), os.getppid()]
def loop():
    while True: pass
def leave(): os._exit(3)
def abort(): os.abort()
def kill_template(): os.kill(os.getppid(), 9)
def stop_template(): os.kill(os.getppid(), 19)
def touch(name):
    open(name, "w").write("x")
    os.makedirs("new/er", exist_ok=True)
    open("new/er/file", "w").close()
def files(): return sorted(os.listdir("."))
def fork(): os.fork()
"""


def call(name: str, *arguments: Any) -> Call:
    return Call(name, arguments)


def one(question: Any, name: str, *arguments: Any) -> Outcome:
    outcome: Outcome = question.run([[call(name, *arguments)]])[0][0]
    return outcome


def test_every_question_sees_the_submission_as_it_stands_after_loading(bench_a: Any) -> None:
    with bench_a.notebook(SOURCE) as session:
        for _ in range(3):
            with session.question(QUICK) as question:
                assert one(question, "bump").value == [1, 2.0]  # type: ignore[union-attr]
                assert one(question, "bump").value == [2, 3.0]  # type: ignore[union-attr]


@pytest.mark.parametrize("room", range(6))
def test_a_fork_that_no_descriptors_are_left_for_leaves_nothing(
    bench_a: Any, room: int, room_for: Callable[[int], AbstractContextManager[None]]
) -> None:
    with bench_a.notebook(SOURCE) as session:
        before = psutil.Process().num_fds()
        with room_for(room), pytest.raises(SandboxError, match="cannot be connected: Too many open files"):
            session.take()
        assert psutil.Process().num_fds() == before
        with session.question(QUICK) as question:
            assert one(question, "good", 5).value == 5  # type: ignore[union-attr]


def test_cells_run_once_however_many_questions_there_are(bench_a: Any) -> None:
    source = "import time\ntime.sleep(1.0)\nloaded = time.monotonic()\ndef f(): return loaded"
    with bench_a.notebook(source) as session:
        started, times = time.monotonic(), set()
        for _ in range(4):
            with session.question(QUICK) as question:
                times.add(one(question, "f").value)  # type: ignore[union-attr]
        assert time.monotonic() - started < 1.0
        assert len(times) == 1
        assert session.loaded.notes == ()


def test_after_a_stop_the_next_group_gets_another_fork(bench_a: Any) -> None:
    with bench_a.notebook(SOURCE) as session, session.question(QUICK) as question:
        groups = [[call(name)] for name in ("bump", "loop", "bump", "leave", "abort", "bump")]
        outcomes = [outcome for (outcome,) in question.run(groups)]
        assert [type(outcome).__name__ for outcome in outcomes] == [
            "Returned",
            "Stopped",
            "Returned",
            "Stopped",
            "Stopped",
            "Returned",
        ]
        assert outcomes[3].detail == "the process ended by itself (exit code 3) during the call"
        assert outcomes[4].detail == "the process aborted (a library gave up)"
        assert outcomes[5].value == [1, 2.0]


def test_files_of_one_check_are_gone_for_the_next(bench_a: Any) -> None:
    with bench_a.notebook(SOURCE + "open('mine', 'w').close()", beside={"data.csv": b"1"}) as session:
        with session.question(QUICK) as question:
            one(question, "touch", "left")
            assert one(question, "files").value == ["data.csv", "mine"]  # type: ignore[union-attr]
        with session.question(QUICK) as question:
            assert one(question, "files").value == ["data.csv", "mine"]  # type: ignore[union-attr]


def test_a_killed_template_stops_the_call_and_is_loaded_again(bench_a: Any) -> None:
    source = SOURCE + "import ctypes\n"
    with bench_a.notebook(source) as session, session.question(QUICK) as question:
        (first,), (second,) = question.run([[call("kill_template")], [call("bump")]])
        assert not isinstance(first, Stopped)  # only itself can be signalled
        assert second.value == [1, 2.0]


def test_a_template_that_ends_itself_is_loaded_again(bench_a: Any) -> None:
    # Signals end it between the questions: the loop that forks is the student's process too.
    source = SOURCE + "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.4)\n"
    source += "signal.signal(signal.SIGALRM, lambda *_: os._exit(5))\n"
    with bench_a.notebook(source) as session:
        time.sleep(0.6)
        with session.question(QUICK) as question:
            assert one(question, "good", 5).value == 5  # type: ignore[union-attr]


def test_a_template_that_does_not_fork_costs_the_call_and_no_more(bench_a: Any) -> None:
    source = SOURCE + "os.fork = lambda: time.sleep(100)\n"
    with bench_a.notebook(source) as session, session.question(QUICK) as question:
        started = time.monotonic()
        outcome = one(question, "good")
        assert isinstance(outcome, Stopped)
        assert outcome.reason is StopReason.TIMEOUT
        assert time.monotonic() - started < 5
    assert bench_a.value("def f(): return 1") == 1


def test_a_template_that_lies_about_its_forks_hurts_nobody_else(bench_a: Any) -> None:
    source = SOURCE + (
        "import gc\n"
        "def lie(ward, line): ward.life.send(b'ended x y z w v\\nfailed 99999999999\\n\\xff')\n"
        "for o in gc.get_objects():\n"
        "    if isinstance(o, type) and o.__name__ == 'Wards': o._tell = staticmethod(lie)\n"
    )
    with bench_a.notebook(source) as session, session.question(QUICK) as question:
        assert isinstance(one(question, "loop"), Stopped)
    assert bench_a.value("def f(): return 1") == 1


def test_threads_that_live_on_mean_fresh_processes(bench_a: Any) -> None:
    source = SOURCE + "import threading\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    source += "loaded = time.monotonic()\ndef when(): return loaded\n"
    times = set()
    with bench_a.notebook(source) as session:
        for _ in range(2):
            with session.question(QUICK) as question:
                times.add(one(question, "when").value)  # type: ignore[union-attr]
                assert one(question, "bump").value == [1, 2.0]  # type: ignore[union-attr]
                outcome = one(question, "fork")
                assert "cannot be used here" in outcome.message  # type: ignore[union-attr]
    assert len(times) == 2


def test_forking_in_a_call_is_refused(bench_a: Any) -> None:
    with bench_a.notebook(SOURCE) as session, session.question(QUICK) as question:
        assert "cannot be used here" in one(question, "fork").message  # type: ignore[union-attr]


def test_a_fork_bomb_while_loading_stays_small_and_dies(bench_a: Any) -> None:
    before = below(bench_a)
    loaded = bench_a.load(
        "import os, time\nwhile True:\n    os.fork()", "def f(): pass", limits=replace(QUICK, load_seconds=5.0)
    )
    assert loaded.names == ("f",)
    (failure,) = loaded.failures
    assert "too many processes" in failure.message
    assert below(bench_a) < before + 50


def test_memory_of_several_processes_counts_together(bench_a: Any) -> None:
    source = (
        "import os, time\n"
        "for _ in range(3):\n    if os.fork() == 0: break\n"
        "x = bytearray(os.urandom(1 << 20)) * 220\n"
        "time.sleep(5)\n"
    )
    loaded = bench_a.load(source, "def f(): pass", limits=replace(QUICK, load_seconds=10.0))
    assert loaded.names == ("f",)
    assert loaded.failures[0].type_name == "MemoryError"


def test_memory_loaded_once_is_not_counted_twice(bench_a: Any) -> None:
    source = "import numpy as np\nbig = np.ones(25_000_000)\ndef f(): return big.sum()"
    assert bench_a.value(source, limits=replace(QUICK, call_seconds=10.0)) == 25_000_000


def below(bench: Any) -> int:
    """Processes inside bubblewrap."""
    return len(psutil.Process(bench.sandbox._nursery._zygote.pid).children(recursive=True))


def test_a_child_left_behind_ends_with_its_session(bench_a: Any) -> None:
    before = below(bench_a)
    source = "import os, time\nif os.fork() == 0:\n    time.sleep(60)\ndef f(): return 1\n"
    assert bench_a.value(source) == 1
    deadline = time.monotonic() + 5
    while below(bench_a) > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert below(bench_a) == before


def test_own_processes_are_all_that_can_be_seen(bench_a: Any) -> None:
    with bench_a.notebook(SOURCE) as session, session.question(QUICK) as question:
        outcome = one(question, "pids")
        assert isinstance(outcome, Returned)
        own, parent = outcome.value
        assert parent == 1
        assert 1 < own < 10


def test_scratch_is_small_and_has_no_room_for_more(bench_a: Any) -> None:
    limits = replace(QUICK, scratch_mb=4)
    loaded = bench_a.load("for i in range(9): open(str(i), 'wb').write(bytes(1 << 20))", limits=limits)
    assert "No space left" in loaded.failures[0].message
