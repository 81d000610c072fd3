from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.records import Raised, Returned
from grader.sandbox import confinement

DENIED = {
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "socket": "__import__('socket').socket()",
    "unix socket": "__import__('socket').socket(1, 1)",
    "signal to the parent": "os.kill(os.getppid(), 0)",
    "signal to everybody": "os.kill(-1, 0)",
    "signal to init": "os.kill(1, 0)",
    "limits of others": "__import__('resource').prlimit(os.getppid(), 7)",
    "affinity of others": "os.sched_setaffinity(os.getppid(), {0})",
    "memfd": "os.memfd_create('x')",
    "a pipe with a name": "os.mkfifo('fifo')",
    "passwd": "open('/etc/passwd').read()",
    "root's home": "os.listdir('/root')",
    "the root": "os.listdir('/')",
    "/proc": "os.listdir('/proc')",
    "its own memory": "open('/proc/self/mem', 'rb')",
    "/tmp": "os.listdir('/tmp')",
    "the folder of all": "os.listdir('..')",
    "/dev/shm": "open('/dev/shm/x', 'w')",
    "a link out": "(os.symlink('/etc/passwd', 'l'), open('l').read())",
    "a hard link out": "os.link('/etc/passwd', 'h')",
    "moving out": "(open('m', 'w').close(), os.rename('m', '../m'))",
    "user": "os.setuid(0)",
    "chroot": "os.chroot('.')",
    "unlimited memory": "__import__('resource').setrlimit(9, (-1, -1))",
    "priority": "os.setpriority(0, 0, -5)",
    "owner of signals": "__import__('fcntl').fcntl(3, 8, 1)",
    "processes": "__import__('multiprocessing').Process(target=print).start()",
    "a shell": "__import__('subprocess').run('ls', shell=True)",
}


@pytest.fixture(scope="module")
def attempts(each_bench: Any) -> dict[str, Any]:
    functions = "\n".join(f"def f{i}():\n    return {body}" for i, body in enumerate(DENIED.values()))
    from grader.records import Call, Limits

    calls = [[Call(f"f{i}", ())] for i in range(len(DENIED))]
    with each_bench.notebook(f"import os\n{functions}") as session, session.question(Limits()) as question:
        outcomes = [outcome for (outcome,) in question.run(calls)]
    return dict(zip(DENIED, outcomes, strict=True))


@pytest.mark.parametrize("name", DENIED)
def test_the_kernel_refuses(attempts: dict[str, Any], name: str) -> None:
    outcome = attempts[name]
    assert isinstance(outcome, Raised), outcome
    assert outcome.type_name in ("PermissionError", "FileNotFoundError", "ValueError", "OSError"), outcome


def test_the_projects_own_files_cannot_be_read(each_bench: Any, project: Path) -> None:
    inside = [
        project / "pyproject.toml",
        project / "grader" / "records.py",
        project / "tests" / "sandbox" / "test_wire.py",
    ]
    assert all(path.is_file() for path in inside)
    for path in (*inside, project, project / "grader", project / "reference"):
        outcome = each_bench.outcome(
            "import os\ndef f(p): return os.listdir(p) if os.path.isdir(p) else open(p).read()", str(path)
        )
        assert isinstance(outcome, Raised), path
        assert outcome.type_name in ("PermissionError", "FileNotFoundError")


def test_neither_grader_nor_reference_can_be_imported(each_bench: Any) -> None:
    for name in ("reference", "assignments", "grader.sandbox.pool", "grader.records"):
        outcome = each_bench.outcome(f"def f():\n    import {name}")
        assert isinstance(outcome, Raised), name
        assert outcome.type_name == "ModuleNotFoundError"


def test_of_the_grader_only_a_self_check_that_does_nothing_is_seen(each_bench: Any) -> None:
    source = (
        "def f():\n    import grader\n"
        "    return [grader.check('2a'), [name for name in vars(grader) if not name.startswith('_')]]"
    )
    outcome = each_bench.outcome(source)
    assert isinstance(outcome, Returned)
    assert outcome.value == [None, ["check"]]


def test_libraries_can_still_be_imported(each_bench: Any) -> None:
    for name in ("scipy.special", "json.tool", "sqlite3", "ctypes.util"):
        assert isinstance(each_bench.outcome(f"def f():\n    import {name}"), Returned), name


def test_changing_modes_and_times_is_pretended(bench_b: Any, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.write_text("x")
    target.chmod(0o640)
    tmp_path.chmod(0o755)
    before = target.stat()
    outcome = bench_b.outcome("import os\ndef f(p):\n    os.chmod(p, 0o777)\n    os.utime(p, (1, 1))", str(target))
    assert isinstance(outcome, Returned), outcome
    after = target.stat()
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)


def test_truncating_by_opening_for_reading_is_refused(each_bench: Any) -> None:
    source = "import os, numpy\ndef f(): return os.open(numpy.__file__, os.O_RDONLY | os.O_TRUNC)"
    outcome = each_bench.outcome(source)
    assert isinstance(outcome, Raised)
    assert outcome.type_name == "PermissionError"


def test_a_process_may_signal_itself(each_bench: Any) -> None:
    source = "import os, signal\ngot = []\nsignal.signal(signal.SIGUSR1, lambda *_: got.append(1))\n"
    source += "def f():\n    os.kill(os.getpid(), signal.SIGUSR1)\n    signal.raise_signal(signal.SIGUSR1)\n    return len(got)"
    assert each_bench.value(source) == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")
def test_root_is_given_up(each_bench: Any) -> None:
    assert each_bench.value("import os\ndef f(): return os.getresuid(), os.getresgid(), os.getgroups()") == [
        [65534] * 3,
        [65534] * 3,
        [],
    ]


def test_only_four_descriptors_are_open(each_bench: Any) -> None:
    source = (
        "import os\ndef f():\n    found = []\n    for n in range(2000):\n"
        "        try: os.fstat(n)\n        except OSError: continue\n        found.append(n)\n    return found"
    )
    assert each_bench.value(source) == [0, 1, 2, 3]


def test_a_bomb_of_threads_is_stopped(each_bench: Any) -> None:
    source = (
        "import threading, time\n"
        "def f():\n    threading.stack_size(65536)\n    while True:\n"
        "        try: threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n        except Exception: pass"
    )
    outcome = each_bench.outcome(source)
    assert not isinstance(outcome, Returned)
    assert getattr(outcome, "detail", "") == "it started too many threads"


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_size_of_this_process_is_known() -> None:
    mapped = confinement.mapped()
    assert mapped is not None
    assert 10 << 20 < mapped.data < mapped.size


def test_a_failing_call_is_an_os_error() -> None:
    with pytest.raises(OSError, match="what for"):
        confinement.checked(-1, "what for")
    assert confinement.checked(3, "what for") == 3


def test_only_what_exists_is_opened(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("O_PATH")
    (opened,) = confinement.open_readable([tmp_path, tmp_path / "missing"])
    assert opened.fd >= confinement.FIRST_READABLE
    os.close(opened.fd)
