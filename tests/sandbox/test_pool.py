from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.errors import SandboxError
from grader.records import Call, Limits, Tier
from grader.sandbox.life import LifeLine
from grader.sandbox.pool import Sandbox

LIMITS = Limits(load_seconds=20.0, question_seconds=20.0, memory_mb=256)
SOURCE = "import os, time\ndef f(x): return x\ndef pid(): return os.getpid()\ndef nap(): time.sleep(30)"


@pytest.fixture
def own(make_bench: Callable[[Sandbox], Any]) -> Iterator[Any]:
    """A sandbox of the test's own, to be harmed."""
    with Sandbox(Tier.C, ("numpy",)) as sandbox:
        yield make_bench(sandbox)


def zygote_pid(bench: Any) -> int:
    bench.sandbox.wait_until_ready()
    pid: int = bench.sandbox._nursery._zygote.pid
    return pid


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def test_a_killed_zygote_fails_what_is_in_flight_and_is_replaced(own: Any) -> None:
    killer = threading.Timer(0.3, os.kill, (zygote_pid(own), signal.SIGKILL))
    with own.notebook(SOURCE) as session, session.question(LIMITS) as question:
        child = question.run([[Call("pid", ())]])[0][0].value
        killer.start()
        with pytest.raises(SandboxError, match="died"):
            question.run([[Call("nap", ())]])
    assert gone(child)
    assert own.value(SOURCE, 3) == 3


def test_a_silent_zygote_is_reported_and_replaced(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LifeLine, "patience", 0.3)
    monkeypatch.setattr("grader.sandbox.loading._START_SECONDS", 0.3)
    pid = zygote_pid(own)
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(SandboxError, match="forked no child"):
            own.load(SOURCE)
        assert gone(pid)
    finally:
        if psutil.pid_exists(pid):
            os.kill(pid, signal.SIGCONT)
    monkeypatch.undo()
    assert own.value(SOURCE, 3) == 3


def test_a_silent_zygote_in_bubblewrap_is_replaced(
    bench_a: Any, make_bench: Callable[[Sandbox], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(Tier.A, ("numpy",)) as sandbox:
        bench = make_bench(sandbox)
        inner = psutil.Process(zygote_pid(bench)).children(recursive=True)
        monkeypatch.setattr(LifeLine, "patience", 0.3)
        monkeypatch.setattr("grader.sandbox.loading._START_SECONDS", 0.3)
        inner[-1].suspend()
        with pytest.raises(SandboxError, match="forked no child"):
            bench.load(SOURCE)
        assert all(gone(process.pid) for process in inner)
        monkeypatch.undo()
        assert bench.value(SOURCE, 3) == 3


def test_a_bubblewrap_killed_while_it_makes_the_bubble_is_replaced_at_once(
    first_bwrap: Callable[[str], Path], make_bench: Callable[[Sandbox], Any]
) -> None:
    """It leaves a process behind that holds the other end of the socket."""
    left = first_bwrap("sleep 60 & echo $! >&3; kill -9 $$")
    begun = time.monotonic()
    with Sandbox(Tier.A, ("numpy",)) as sandbox:
        assert make_bench(sandbox).value(SOURCE, 3) == 3
    assert time.monotonic() - begun < 30
    assert gone(int(left.read_text()))


def test_a_bubblewrap_killed_before_anybody_waits_for_it_leaves_nothing_behind(
    first_bwrap: Callable[[str], Path],
) -> None:
    left = first_bwrap("sleep 60 & echo $! >&3; kill -9 $$")
    with Sandbox(Tier.A, ("numpy",)) as sandbox:
        assert sandbox._nursery.ends_within(10)
    assert gone(int(left.read_text()))


def test_a_zygote_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.nursery._SCRIPT", Path("/nowhere/zygote.py"))
    with Sandbox(Tier.C) as sandbox, pytest.raises(SandboxError, match=r"did not start: .*No such file"):
        sandbox.wait_until_ready()


class Closing:
    """Groups that know whether they were closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


def test_groups_are_closed_where_no_zygote_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    groups: Any = Closing()
    with pytest.raises(SandboxError, match="cannot be started"):
        Sandbox(Tier.C, groups=groups)
    assert groups.closed


def test_a_closed_sandbox_opens_nothing(make_bench: Callable[[Sandbox], Any]) -> None:
    bench = make_bench(Sandbox(Tier.C, ("numpy",)))
    pid = zygote_pid(bench)
    root = bench.sandbox._nursery._root
    bench.sandbox.close()
    bench.sandbox.close()
    assert gone(pid)
    assert not root.exists()
    with pytest.raises(SandboxError, match="closed"):
        bench.load(SOURCE)


def test_closing_ends_what_still_runs(make_bench: Callable[[Sandbox], Any]) -> None:
    bench = make_bench(Sandbox(Tier.C, ("numpy",)))
    session = bench.notebook(SOURCE)
    question = session.question(LIMITS)
    child = question.run([[Call("pid", ())]])[0][0].value
    bench.sandbox.close()
    assert gone(child)
    question.close()
    session.close()


def test_the_zygote_and_its_children_die_with_the_grader(tmp_path: Path) -> None:
    script = tmp_path / "batch.py"
    script.write_text(
        textwrap.dedent("""\
            import time
            from grader.records import *
            from grader.sandbox.pool import Sandbox
            submission = Submission("s", (), "", (Cell(CellKind.CODE, "import os\\nprint(os.getpid())", "cell 1"),))
            sandbox = Sandbox(Tier.C, ("numpy",))
            session = sandbox.open(submission, Limits())
            print(sandbox._nursery._root, sandbox._nursery._zygote.pid, session.loaded.output, flush=True)
            time.sleep(60)
            """)
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    with process, process.stdout:
        root, zygote, child = process.stdout.readline().split()
        process.kill()
        process.wait()
    assert gone(int(zygote))
    assert gone(int(child))
    assert not Path(root.decode()).exists()


def test_several_threads_open_sessions_at_once(bench: Any) -> None:
    def work(number: int) -> list[Any]:
        with bench.notebook(f"SEED = {number}\ndef f(x): return x + SEED") as session:
            values = []
            for x in range(3):
                with session.question(LIMITS) as question:
                    values += [outcome.value for outcome in question.run([[Call("f", (x,))] * 20])[0]]
            return values

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(12)))
    assert results == [[number + x for x in range(3) for _ in range(20)] for number in range(12)]


def test_many_sessions_leave_no_descriptors_open(bench: Any) -> None:
    bench.load("x = 1")
    before = psutil.Process().num_fds()
    for _ in range(5):
        bench.value("def f(): return 1")
        bench.outcome("import os\ndef f(): os._exit(0)")
    assert psutil.Process().num_fds() == before


def test_tier_c_runs_the_same_submissions(open_bench: Any) -> None:
    loaded = open_bench.load(
        "import os\nopen('a', 'w').write('1')\ndef f(): pass", "while True: pass", limits=Limits(load_seconds=0.5)
    )
    assert loaded.names == ("f",)
    assert open_bench.value("import numpy as np\ndef f(x): return np.exp(x)", 0.0) == 1.0


def test_tier_c_also_ends_the_processes_that_a_student_started(open_bench: Any) -> None:
    source = "import subprocess\ndef f(): return subprocess.Popen(['sleep', '60']).pid"
    assert gone(open_bench.value(source))


def test_only_what_is_asked_for_is_imported(open_bench: Any) -> None:
    assert open_bench.value("import sys\ndef f(): return [m in sys.modules for m in ('torch', 'matplotlib')]") == [
        False,
        False,
    ]


def test_the_environment_of_the_grader_stays_outside(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = bench.value("import os\ndef f(): return dict(os.environ)")
    assert environment["OMP_NUM_THREADS"] == "1"
    assert environment["PYTHONHASHSEED"] == "0"
    assert environment["USER"] == "student"
    assert not {name for name in environment if "TOKEN" in name or name.startswith(("PYTEST", "VIRTUAL", "GRADER"))}
