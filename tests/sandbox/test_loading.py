from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from grader.records import CellFailure, Limits, Loaded
from grader.sandbox.endings import NOT_AN_ANSWER
from grader.sandbox.loading import Loading, Reached, read_loaded, read_reached

QUICK = Limits(load_seconds=1.0, question_seconds=5.0, memory_mb=256)


def test_a_cell_that_loops_is_left_out_and_the_rest_run_once_more(bench: Any) -> None:
    loaded = bench.load(
        "def one(): pass",
        "def two(): pass\nwhile True: pass\ndef lost(): pass",
        "def three(): pass",
        limits=QUICK,
    )
    assert loaded.names == ("one", "two", "three")
    (failure,) = loaded.failures
    assert (failure.cell, failure.type_name, failure.line) == ("cell 2", "Timeout", 2)
    assert "stopped after 1 s, the limit for loading" in failure.message
    assert loaded.problem is None


def test_a_statement_of_a_module_that_loops_costs_only_itself(bench: Any) -> None:
    source = "def one(): pass\nwhile True:\n    pass\ndef two(): pass\n"
    with bench.module(source, QUICK) as session:
        assert session.loaded.names == ("one", "two")
        assert [(f.type_name, f.line) for f in session.loaded.failures] == [("Timeout", 2)]


@pytest.mark.parametrize(
    ("statement", "kind", "words"),
    [
        ("import os; os._exit(0)", "Crash", "ended by itself (exit code 0)"),
        ("import os; os.abort()", "Crash", "aborted"),
        ("import ctypes; ctypes.string_at(0)", "Crash", "segmentation fault"),
        ("import os; os.kill(os.getpid(), 9)", "MemoryError", "was killed"),
        ("import os; os.close(3)\nx = 1", "Crash", "can no longer answer"),
        ("import os; [os.close(3) for _ in [1]] + list(iter(int, 1))", "Crash", "closed its connection"),
        ("import sys; sys.setrecursionlimit(10**9)\nf = lambda _: sorted([1], key=f)\nf(1)", "Crash", "segmentation"),
        ("import os\nos.write(3, b'x' * 100)\nimport time; time.sleep(60)", "Crash", "not an answer"),
    ],
)
def test_a_crash_while_loading_costs_the_rest_of_the_cell(bench_b: Any, statement: str, kind: str, words: str) -> None:
    loaded = bench_b.load("def one(): pass", statement, "def two(): pass")
    assert loaded.names[0] == "one"
    assert loaded.names[-1] == "two"
    (failure,) = loaded.failures
    assert (failure.cell, failure.type_name) == ("cell 2", kind)
    assert words in failure.message


def test_memory_in_a_cell_is_its_failure(bench: Any) -> None:
    loaded = bench.load("def one(): pass", "x = bytearray(2 << 30)", "def two(): pass", limits=QUICK)
    assert loaded.names == ("one", "two")
    assert [f.type_name for f in loaded.failures] == ["MemoryError"]


def test_after_three_restarts_everything_from_there_on_is_left_out(bench: Any) -> None:
    crash = "import os; os._exit(1)"
    loaded = bench.load("def one(): pass", crash, crash, crash, crash, "def lost(): pass")
    assert loaded.names == ("one",)
    assert loaded.problem is None
    assert [failure.cell for failure in loaded.failures] == ["cell 2", "cell 3", "cell 4"]
    assert "everything after it" in loaded.failures[-1].message


def test_a_submission_that_cannot_be_loaded_has_a_problem(bench: Any) -> None:
    # A thread that outlives its cell ends the process at another place each time.
    bomb = "import os, threading, time\nthreading.Timer(0.05, os._exit, (1,)).start()\n"
    started = time.monotonic()
    loaded = bench.load(*[bomb + "time.sleep(0.01)"] * 40, "time.sleep(0.2)")
    assert time.monotonic() - started < 20
    assert isinstance(loaded, Loaded)


def test_loading_has_its_own_limit(bench: Any) -> None:
    limits = replace(QUICK, load_seconds=10.0, question_seconds=0.5)
    assert bench.value("import time\ntime.sleep(1.2)\ndef f(): return 1", limits=limits) == 1


def test_no_time_at_all_loads_nothing(bench: Any) -> None:
    loaded = bench.load("def f(): pass", limits=replace(QUICK, load_seconds=0.0))
    assert loaded.problem == "nothing could be loaded: it ran out of time"
    assert loaded.names == ()


def test_a_flood_of_output_is_drained_and_cut(bench: Any) -> None:
    loaded = bench.load("for _ in range(50): print('x' * 100_000)\ndef f(): pass")
    assert loaded.names == ("f",)
    assert loaded.output.startswith("x" * 65536)
    assert loaded.output.endswith("… 4,934,514 more bytes were printed")
    assert len(loaded.output) < 66_000


def test_large_files_beside_arrive(bench: Any) -> None:
    beside = {"big.bin": bytes(range(256)) * 40_000}
    loaded = bench.load("import os\nassert os.path.getsize('big.bin') == 10_240_000", beside=beside)
    assert loaded.failures == ()


def test_too_many_files_end_the_process(bench_b: Any) -> None:
    limits = replace(QUICK, load_seconds=15.0, scratch_mb=8)
    hog = "import time\nfor i in range(100):\n    open(f'{i}', 'wb').write(bytes(4 << 20)); time.sleep(0.01)"
    loaded = bench_b.load(hog, "def f(): pass", limits=limits)
    assert loaded.names == ("f",)
    (failure,) = loaded.failures
    assert "more than 8 MB of files" in failure.message


def test_one_huge_file_is_refused(bench: Any) -> None:
    limits = replace(QUICK, scratch_mb=8)
    loaded = bench.load("open('a', 'wb').write(bytes(9 << 20))", limits=limits)
    assert [f.type_name for f in loaded.failures] == ["OSError"]


@pytest.mark.parametrize(
    "message",
    [
        ["loaded"],
        ["loaded", ["f"], [], []],
        ["loaded", [1], [], [], False],
        ["loaded", ["f"], [["cell 1", "E", "m"]], [], False],
        ["loaded", ["f"], [["cell 1", "E", "m", "one"]], [], False],
        ["loaded", ["f"], [], [None], False],
        ["loaded", "f", [], [], False],
        ["loaded", ["f"], [], [], 1],
        ["returned", 0],
    ],
)
def test_a_malformed_report_is_not_an_answer(message: list[Any]) -> None:
    assert read_loaded(message, "", 0.0) == NOT_AN_ANSWER


def test_a_report_is_bounded() -> None:
    row = ["c" * 9000, "E", "m" * 9000, 3]
    read = read_loaded(["loaded", ["n" * 9000] * 9000, [row], ["x" * 9000], True], "", 0.0)
    assert isinstance(read, Loading)
    assert read.forks
    loaded = read.loaded
    assert len(loaded.names) == 5000
    assert len(loaded.names[0]) == 4096
    assert loaded.failures == (CellFailure("c" * 4096, "E", "m" * 4096, 3),)


def test_a_malformed_place_changes_nothing() -> None:
    before = Reached(1, 2)
    for message in (["at"], ["at", -1, 0], ["at", "a", 0], ["nonsense"], ["at", 1, 2, 3]):
        assert read_reached(message, before) == before
    assert read_reached(["at", 3, 4], before) == Reached(3, 4)
