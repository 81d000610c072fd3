"""A process of a submission's that somebody else kills: once it is repeated, a second time it is the code's own doing."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

import psutil

from grader.records import Call, Limits, Returned, Stopped, StopReason

LIMITS = Limits(load_seconds=20.0, question_seconds=20.0, call_seconds=10.0, memory_mb=512)
NAP = "import time\ndef f(seconds):\n    time.sleep(seconds)\n    return seconds"
SUICIDE = "import os\ndef f(): os.kill(os.getpid(), 9)"


def childless(bench: Any) -> list[psutil.Process]:
    """Processes at the ends of the sandbox's family: those that answer; a template only between questions."""
    found = psutil.Process(bench.sandbox._nursery._zygote.pid).children(recursive=True)
    return [process for process in found if process.is_running() and not process.children()]


def kill_soon(bench: Any, *, parent: bool = False) -> threading.Thread:
    """After 0.4 s: the process that answers, or the one that it was forked from."""

    def kill() -> None:
        time.sleep(0.4)
        (victim,) = childless(bench)
        os.kill((victim.ppid() if parent else victim.pid), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_a_question_that_is_killed_once_is_asked_again(each_bench: Any) -> None:
    with each_bench.notebook(NAP, limits=LIMITS) as session, session.question(LIMITS) as question:
        thread = kill_soon(each_bench)
        (one, two), (three,) = question.run([[Call("f", (0.01,)), Call("f", (1.0,))], [Call("f", (0.02,))]])
        thread.join()
    assert [outcome.value for outcome in (one, two, three)] == [0.01, 1.0, 0.02]


def test_so_is_one_whose_template_is_killed(bench_a: Any) -> None:
    with bench_a.notebook(NAP, limits=LIMITS) as session, session.question(LIMITS) as question:
        thread = kill_soon(bench_a, parent=True)
        ((outcome,),) = question.run([[Call("f", (1.0,))]])
        thread.join()
    assert isinstance(outcome, Returned), outcome


def test_a_template_killed_between_questions_is_loaded_again(bench_a: Any) -> None:
    with bench_a.notebook(NAP, limits=LIMITS) as session:
        (template,) = childless(bench_a)
        template.kill()
        with session.question(LIMITS) as question:
            assert isinstance(question.run([[Call("f", (0.0,))]])[0][0], Returned)


def test_loading_that_is_killed_once_is_repeated(each_bench: Any) -> None:
    thread = kill_soon(each_bench)
    loaded = each_bench.load(f"import time; time.sleep(1.0)\n{NAP}")
    thread.join()
    assert (loaded.problem, loaded.failures, loaded.names) == (None, (), ("f",))


def test_code_that_kills_itself_is_to_blame(each_bench: Any) -> None:
    outcome = each_bench.outcome(SUICIDE, limits=LIMITS)
    assert isinstance(outcome, Stopped)
    assert outcome.reason is StopReason.MEMORY
    assert outcome.detail == "the process was killed: most likely it needed more than 512 MB of memory"


def test_every_group_has_its_own_words(bench: Any) -> None:
    with bench.notebook(f"{SUICIDE}\n{NAP.replace('f(', 'g(')}") as session, session.question(LIMITS) as question:
        groups = question.run([[Call("f", ())], [Call("g", (0.0,))]] * 2)
    assert [type(group[0]) for group in groups] == [Stopped, Returned] * 2
