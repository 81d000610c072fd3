"""Tries each layer of isolation by its effect. Run by path in a throw-away process, never imported.

    python -I -S attempts.py < FILTER
    bwrap … python -I -S attempts.py namespaces

FILTER is the seccomp program (empty: none could be built). Prints a JSON list of [layer, works, detail]. Every
layer is tried in a fork of its own: it takes on the layer, attempts what the layer forbids, and reports.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

_PROTECTED = Path("/etc/passwd")  # readable for everybody, unless a layer says otherwise


def try_in_fork(attempt: Callable[[], str], fork: Callable[[], int] = os.fork) -> tuple[bool, str]:
    """Runs `attempt` in a child: what it returns is the detail, what it raises is why the layer fails.

    One that dies without a word was killed, most likely: it is tried once more.
    """
    answer = _answer(attempt, fork) or _answer(attempt, fork) or [False, "the process died"]
    return answer[0], answer[1]


def _answer(attempt: Callable[[], str], fork: Callable[[], int]) -> list[Any] | None:
    reading, writing = os.pipe()
    pid = fork()
    if pid == 0:
        try:
            answer = [True, attempt()]
        except BaseException as error:  # noqa: BLE001 — any way of failing means: not to be had
            answer = [False, f"{type(error).__name__}: {error}"]
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer_bytes = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(answer_bytes) if answer_bytes else None


def refused(attempt: Callable[[], object], *errors: type[BaseException]) -> None:
    """Passes if the attempt is refused with one of `errors`."""
    try:
        attempt()
    except errors:
        return
    raise RuntimeError("takes no effect here")


def landlock() -> str:
    from grader.sandbox import confinement

    version = confinement.landlock_version()
    if not version:
        raise OSError("the kernel has no Landlock, or it is switched off")
    confinement.restrict_files(confinement.open_readable([Path("/usr/lib")]), None)
    refused(_PROTECTED.read_bytes, PermissionError)
    return f"version {version}: reading {_PROTECTED} is refused"


def seccomp(bpf: bytes) -> str:
    from grader.sandbox import confinement

    if not bpf:
        raise OSError("the filter could not be built: libseccomp is missing")
    confinement.restrict_calls(bpf)
    refused(_fork, PermissionError)
    refused(socket.socket, PermissionError)
    return "fork and socket are refused"


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def limits() -> str:
    from grader.sandbox import confinement

    confinement.limit_resources(32 << 20, 1 << 20, confinement.mapped(), None)
    refused(lambda: bytearray(256 << 20), MemoryError)
    return f"an address space beyond {resource.getrlimit(resource.RLIMIT_AS)[0] >> 20} MB is refused"


def user() -> str:
    if os.geteuid() != 0:
        return "this is not root"
    from grader.sandbox import confinement

    confinement.drop_user(confinement.UNPRIVILEGED, keep_reading=False)
    refused(lambda: os.setuid(0), PermissionError)
    return f"root becomes user {confinement.UNPRIVILEGED} for good"


def namespaces() -> str:
    """In a child of the bubble, with a process namespace and mounts of its own, as a submission is run."""
    from grader.sandbox.namespaces import SCRATCH, take_own_mounts

    if os.getpid() != 1:
        raise RuntimeError("process numbers are not its own")
    take_own_mounts(1, os.geteuid())
    Path(SCRATCH, "file").write_bytes(b"1")
    refused(_PROTECTED.read_bytes, FileNotFoundError)
    seen = [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    if seen != ["1"]:
        raise RuntimeError(f"it sees {len(seen)} processes")
    interfaces = {name for _, name in socket.if_nameindex()}
    if interfaces != {"lo"}:
        raise RuntimeError(f"it sees the networks {', '.join(sorted(interfaces))}")
    return "no other files, processes or networks can be seen"


def cgroup() -> str:
    from grader.sandbox.cgroup import delegated, enter

    with delegated() as groups:
        descriptor = groups.make({"memory.max": 1 << 30, "pids.max": 1})
        group = Path(f"/proc/self/fd/{descriptor}").readlink().parent
        enter(descriptor)
        refused(_fork, BlockingIOError)
        before = int((group / "memory.current").read_text("ascii"))
        taken = b"1" * (8 << 20)
        if int((group / "memory.current").read_text("ascii")) - before < len(taken) // 2:
            raise RuntimeError("memory is not counted here")
        return f"memory and processes are counted in {group.parents[1]}"


def main() -> None:
    package = ModuleType("grader")  # without running grader/__init__.py
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["grader"] = package
    import grader.sandbox.cgroup
    import grader.sandbox.confinement  # noqa: F401 — before the forks

    if sys.argv[1:] == ["namespaces"]:
        from grader.sandbox.namespaces import PidNamespaces

        fork = PidNamespaces().fork
        json.dump([["namespaces", *try_in_fork(namespaces, fork)]], sys.stdout)
        return
    bpf = sys.stdin.buffer.read()
    attempts: dict[str, Callable[[], str]] = {
        "landlock": landlock,
        "seccomp": lambda: seccomp(bpf),
        "limits": limits,
        "user": user,
        "cgroup": cgroup,
    }
    json.dump([[name, *try_in_fork(attempt)] for name, attempt in attempts.items()], sys.stdout)


if __name__ == "__main__":
    main()
