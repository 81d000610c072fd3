from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.errors import SandboxError
from grader.records import Call, Limits, NotRun, Outcome, Returned, Stopped, StopReason

QUICK = Limits(load_seconds=20.0, question_seconds=20.0, call_seconds=0.5, memory_mb=256)
SOURCE = """\
import os, sys, time, ctypes
import numpy as np
count = 0
def good(x=1): return x
def bump():
    global count
    count += 1
    return count
def loop(*a):
    while True: pass
def leave(code): os._exit(code)
def crash(): ctypes.string_at(0)
def nap(seconds): time.sleep(seconds)
def pid(): return os.getpid()
def eat(): return bytearray(2 << 30)
def flood():
    for _ in range(50): print("x" * 100_000)
    return 1
def garbage(data): os.write(3, data.encode("latin-1")); time.sleep(30)
def draws(): return [np.random.rand(), __import__("random").random()]
def disturb():
    import warnings
    os.chdir("/"); os.environ["HOME"] = "/nowhere"; np.seterr(all="raise"); warnings.simplefilter("error")
    sys.setrecursionlimit(50); sys.stdout = None; sys.path.clear()
def surroundings():
    import warnings
    return [os.getcwd() == os.environ["HOME"], np.geterr()["divide"], sys.getrecursionlimit(), sys.stdout is None,
            any(f[0] == "error" for f in warnings.filters), len(sys.path) > 1]
"""


def call(name: str, *arguments: Any) -> Call:
    return Call(name, arguments)


def ask(bench: Any, *groups: list[Call], limits: Limits = QUICK) -> list[list[Outcome]]:
    with bench.notebook(SOURCE, limits=limits) as session, session.question(limits) as question:
        outcomes: list[list[Outcome]] = question.run(groups)
        return outcomes


def kinds(outcomes: list[Outcome]) -> list[str]:
    return [type(outcome).__name__ for outcome in outcomes]


def test_a_stop_ends_its_group_and_the_next_goes_on_in_a_fresh_process(bench: Any) -> None:
    first, second, third = ask(
        bench,
        [call("bump"), call("loop", np.zeros(1_000_000)), call("good"), call("good")],
        [call("bump"), call("bump")],
        [call("leave", 0), call("good")],
    )
    assert kinds(first) == ["Returned", "Stopped", "NotRun", "NotRun"]
    stopped = first[1]
    assert isinstance(stopped, Stopped)
    assert stopped.reason is StopReason.TIMEOUT
    assert stopped.detail == "your function was stopped after 0.5 s on an input of 1,000,000 numbers"
    assert 0.5 <= stopped.seconds < 5
    assert [outcome.value for outcome in second] == [1, 2]  # type: ignore[union-attr]
    assert kinds(third) == ["Stopped", "NotRun"]
    assert third[0].detail == "the process ended by itself (exit code 0) during the call"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("bad", "reason", "words"),
    [
        (call("crash"), StopReason.CRASHED, "the process crashed with a segmentation fault"),
        (call("leave", 7), StopReason.CRASHED, "the process ended by itself (exit code 7) during the call"),
        (call("eat"), StopReason.MEMORY, "it needed more than 256 MB of memory"),
        (call("loop"), StopReason.TIMEOUT, "your function was stopped after 0.5 s"),
        (call("garbage", "\x05\x00\x00\x00\x00\x00\x00\x00zzzzz"), StopReason.CRASHED, "not an answer"),
        (call("garbage", "\xff" * 8), StopReason.CRASHED, "not an answer"),
    ],
)
def test_every_way_to_stop_has_its_words(bench: Any, bad: Call, reason: StopReason, words: str) -> None:
    ((stopped, after),) = ask(bench, [bad, call("good")])
    assert isinstance(stopped, Stopped)
    assert stopped.reason is reason
    assert words in stopped.detail
    assert isinstance(after, NotRun)


def test_calls_of_a_question_see_what_earlier_ones_changed_and_questions_do_not(bench: Any) -> None:
    with bench.notebook(SOURCE) as session:
        values = []
        for _ in range(3):
            with session.question(QUICK) as question:
                outcomes = question.run([[call("bump")], [call("bump")]])
                values.append([outcome.value for (outcome,) in outcomes])
    assert values == [[1, 2]] * 3


def test_a_dialogue_is_held_with_one_process(bench: Any) -> None:
    with bench.notebook(SOURCE) as session, session.question(QUICK) as question:
        pids = {question.run([[call("pid")]])[0][0].value for _ in range(3)}
        assert len(pids) == 1
        assert question.run([]) == []
        assert question.run([[], [call("good")], []])[1][0].value == 1


def test_each_group_starts_from_the_same_surroundings(bench: Any) -> None:
    _, (clean,) = ask(bench, [call("disturb")], [call("surroundings")])
    assert isinstance(clean, Returned), clean
    assert clean.value == [True, "warn", 1000, False, False, True]


def test_what_loading_sets_stays(bench: Any) -> None:
    source = "import os, numpy as np\nos.mkdir('d'); os.chdir('d'); np.seterr(divide='ignore')\n"
    value = bench.value(source + "def f(): return [os.path.basename(os.getcwd()), np.geterr()['divide']]")
    assert value == ["d", "ignore"]


def test_draws_are_the_same_in_every_run_and_differ_between_groups(bench: Any) -> None:
    groups = [[call("draws")], [call("draws")]]
    once, again = ask(bench, *groups), ask(bench, *groups)
    assert once[0][0].value == again[0][0].value  # type: ignore[union-attr]
    assert once[0][0].value != once[1][0].value  # type: ignore[union-attr]
    with bench.notebook(SOURCE, seed=1) as session, session.question(QUICK) as question:
        assert question.run(groups)[0][0].value != once[0][0].value  # type: ignore[union-attr]


def test_draws_do_not_depend_on_whether_an_earlier_group_was_stopped(bench: Any) -> None:
    (_, (plain,)), (_, (after,)) = (ask(bench, [call(first)], [call("draws")]) for first in ("good", "crash"))
    assert plain.value == after.value  # type: ignore[union-attr]


def test_the_question_has_a_budget_over_all_runs(bench: Any) -> None:
    limits = replace(QUICK, question_seconds=1.0, call_seconds=5.0)
    with bench.notebook(SOURCE) as session, session.question(limits) as question:
        assert kinds(question.run([[call("nap", 0.6)]])[0]) == ["Returned"]
        started = time.monotonic()
        first, second = question.run([[call("nap", 3.0)], [call("good")]])
        assert time.monotonic() - started < 2
        assert isinstance(first[0], Stopped)
        assert first[0].detail == "the 1 s for this question were used up"
        assert second == [NotRun("the 1 s for this question were used up")]
        assert kinds(question.run([[call("good")]])[0]) == ["NotRun"]


def test_the_time_of_a_call_counts_from_the_reply_before(bench: Any) -> None:
    (outcomes,) = ask(bench, [call("nap", 0.3)] * 4)
    assert kinds(outcomes) == ["Returned"] * 4


def test_a_flood_in_a_call_blocks_nobody(bench: Any) -> None:
    (outcomes,) = ask(bench, [call("flood"), call("good")], limits=replace(QUICK, call_seconds=5.0))
    assert kinds(outcomes) == ["Returned", "Returned"]


def test_large_calls_and_replies_pass_both_ways(bench: Any) -> None:
    big = np.arange(2_000_000.0)
    (outcomes,) = ask(bench, [call("good", big)] * 3, limits=replace(QUICK, call_seconds=10.0))
    for outcome in outcomes:
        assert isinstance(outcome, Returned)
        np.testing.assert_array_equal(outcome.value, big)


@pytest.fixture
def soon_slow(monkeypatch: pytest.MonkeyPatch) -> str:
    """A first line that makes loading slow."""
    monkeypatch.setattr("grader.sandbox.session.SLOW_SECONDS", 0.4)
    return "import time\ntime.sleep(0.5)\n"


def test_slow_loading_lets_questions_share_a_process(bench_b: Any, soon_slow: str) -> None:
    source = soon_slow + SOURCE
    with bench_b.notebook(source) as session:
        assert "the questions share one process" in session.loaded.notes[0]
        with session.question(QUICK) as question:
            assert question.run([[call("bump")]])[0][0].value == 1
        with session.question(QUICK) as question:
            assert question.run([[call("bump")]])[0][0].value == 2
            started = time.monotonic()
            first, second = question.run([[call("crash")], [call("bump")]])
            assert isinstance(first[0], Stopped)
            assert time.monotonic() - started > 1  # loaded twice: once more alone, then for the next
            assert second[0].value == 1


def test_a_check_spoilt_by_an_earlier_question_passes_when_alone(bench_b: Any, soon_slow: str) -> None:
    source = f"{soon_slow}import os\nbroken = False\ndef spoil():\n    global broken\n    broken = True\n"
    source += "def f():\n    if broken: os._exit(1)\n    return 5\n"
    with bench_b.notebook(source) as session:
        with session.question(QUICK) as question:
            question.run([[call("spoil")]])
        with session.question(QUICK) as question:
            assert question.run([[call("f")]])[0][0].value == 5


def test_what_cannot_be_sent_is_a_fault_of_ours(bench: Any) -> None:
    with (
        bench.notebook(SOURCE) as session,
        session.question(QUICK) as question,
        pytest.raises(SandboxError, match="cannot be sent"),
    ):
        question.run([[call("good", object())]])


def test_nothing_is_left_of_a_session(bench: Any) -> None:
    source = "import os\nos.makedirs('a/b'); open('a/b/c', 'w').write('x'); os.symlink('/etc', 'link')\ndef f(): return os.getcwd()"
    from pathlib import Path

    folder = Path(bench.value(source))
    assert not folder.exists()
    assert Path("/etc").exists()
