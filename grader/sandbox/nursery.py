"""The grader's side of the zygote: starting it, and asking it for children."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from grader.errors import SandboxError
from grader.records import Limits, Tier
from grader.sandbox import bubble
from grader.sandbox.cgroup import Groups
from grader.sandbox.confinement import UNPRIVILEGED
from grader.sandbox.connection import connected
from grader.sandbox.life import LifeLine
from grader.sandbox.namespaces import SCRATCH
from grader.sandbox.process import Process
from grader.sandbox.scratch import make_root, make_scratch, remove_tree
from grader.sandbox.syscalls import Filters
from grader.sandbox.wards import framed
from grader.sandbox.watch import Families

# Of a child's cgroup, beyond the submission's limit: what libraries take for themselves, late imports, room to report.
_HEADROOM_MB = 512
_MAX_PROCESSES = 512  # of a child with all that it starts; threads count
START_SECONDS = 120.0  # for an interpreter and its imports
_LOOK_SECONDS = 0.5  # at which it is looked after while it starts
_END_SECONDS = 5.0
_SCRIPT = Path(__file__).with_name("zygote.py")
_INHERITED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "USER": "student",
    "LOGNAME": "student",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    # Huge pages make the zygote's page tables short, which is most of what a fork and its end cost (see also `pages`).
    # Python's own small-object allocator would keep half of the memory out of them.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "PYTHONMALLOC": "malloc",
    "MPLBACKEND": "Agg",
    "TORCH_COMPILE_DISABLE": "1",  # it starts compilers: functions run as they are instead
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",
}


class Nursery:
    """A zygote that is being started or runs; `child` may be called from several threads.

    Args:
        tier: what its children give up.
        preload: modules that it imports for them.
        filters: of system calls, from tier B up.
        groups: where each child gets a cgroup of its own.

    Raises:
        SandboxError: it cannot be started; nothing of it is left then.
    """

    def __init__(
        self, tier: Tier, preload: Sequence[str], filters: Filters | None, groups: Groups | None = None
    ) -> None:
        self.tier = tier
        self._groups = groups
        self._uid = UNPRIVILEGED if tier is not Tier.C and os.geteuid() == 0 else None
        self._lock = threading.Lock()
        self._ready = self._cleared = False
        with ExitStack() as after_failure:
            try:
                self._open(after_failure)
            except OSError as error:
                raise SandboxError(f"the zygote cannot be started: {error}") from error
            after_failure.pop_all()
        with suppress(OSError):  # a zygote that ends at once is reported by `wait_until_ready`
            self._control.sendall(framed(self._config(preload, filters)))

    def wait_until_ready(self) -> None:
        """Blocks until the imports are done; SandboxError if they failed."""
        with self._lock:
            if not self._ready:
                self._read_greeting()
                self._ready = True

    def alive(self) -> bool:
        if self._zygote.poll() is not None:
            self._clear_away()
            return False
        return True

    def ends_within(self, seconds: float) -> bool:
        """Whether it is gone, or going."""
        try:
            self._zygote.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self._clear_away()
        return True

    def child(self, limits: Limits) -> Process:
        """Forks a child with a scratch folder of its own.

        Raises:
            SandboxError: the zygote is gone, or there is no room for more folders or descriptors.
        """
        self.wait_until_ready()
        # What is opened last is closed first, and leaves descriptors to remove the folder with.
        with ExitStack() as after_failure, connected() as connection, self._group(limits) as group:
            folder = self._scratch()
            if folder is not None:
                after_failure.callback(remove_tree, folder)
            request = {
                "memory_mb": limits.memory_mb,
                "scratch": "" if folder is None else str(folder),
                "scratch_mb": limits.scratch_mb,
            }
            self._request(request, [*connection.theirs, *group])
            process = Process(connection.data, connection.output, LifeLine(connection.life), limits, folder)
            after_failure.pop_all()
        return process

    def kill(self) -> None:
        """Ends a zygote that does not answer."""
        for member in Families().of(self._zygote.pid) if self.tier is Tier.A else []:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(member.pid, signal.SIGKILL)
        self._zygote.kill()
        self._zygote.wait()
        self._clear_away()

    def close(self) -> None:
        """Ends the zygote, and with it every child."""
        self._control.close()
        if not self.ends_within(_END_SECONDS):
            self.kill()
        self._errors.close()
        if self._root is not None:
            remove_tree(self._root)

    def _clear_away(self) -> None:
        """At once when the zygote is gone, and never again: its number may be another's by then."""
        if not self._cleared and self.tier is Tier.A:
            bubble.clear_away(self._zygote.pid)
        self._cleared = True

    def _config(self, preload: Sequence[str], filters: Filters | None) -> dict[str, Any]:
        return {
            "tier": self.tier.value,
            "preload": list(preload),
            "bpf": "" if filters is None else filters.answering.hex(),
            "template_bpf": "" if filters is None else filters.loading.hex(),
            "uid": self._uid,
            "root": None if self._root is None else str(self._root),
        }

    def _open(self, after_failure: ExitStack) -> None:
        """Starts the zygote, with all that is closed in `close`; what undoes that is left to the caller."""
        self._root = None if self.tier is Tier.A else make_root()
        if self._root is not None:
            after_failure.callback(self._root.rmdir)  # `remove_tree` needs descriptors: they may be what is lacking
        self._errors = after_failure.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 — closed with the nursery
        self._control, theirs = socket.socketpair()
        after_failure.enter_context(self._control)
        with theirs:
            self._zygote = self._start(theirs.fileno())

    def _start(self, control: int) -> subprocess.Popen[bytes]:
        home = SCRATCH if self._root is None else str(self._root)
        command = [sys.executable, "-P", str(_SCRIPT), str(control)]
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return subprocess.Popen(  # noqa: S603 — our own interpreter and script
            bubble.wrapped(command) if self.tier is Tier.A else command,
            env={**inherited, **ENVIRONMENT, "HOME": home, "TMPDIR": home},
            pass_fds=[control],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            cwd="/",
            start_new_session=True,
        )

    def _scratch(self) -> Path | None:
        try:
            return None if self._root is None else make_scratch(self._root, self._uid)
        except OSError as error:
            raise SandboxError(f"a scratch folder cannot be made: {error}") from error

    def _request(self, request: dict[str, Any], descriptors: list[int]) -> None:
        message = framed(request)
        try:
            with self._lock:
                sent = socket.send_fds(self._control, [message], descriptors)
                self._control.sendall(message[sent:])
        except OSError as error:
            raise SandboxError("the zygote died") from error

    @contextmanager
    def _group(self, limits: Limits) -> Iterator[list[int]]:
        """The descriptor of a new cgroup; none where there are no cgroups, or no more."""
        group: list[int] = []
        if self._groups is not None:
            with suppress(OSError):
                group = [self._groups.make(_group_limits(limits))]
        try:
            yield group
        finally:
            for descriptor in group:
                os.close(descriptor)

    def _read_greeting(self) -> None:
        greeting = b""
        deadline = time.monotonic() + START_SECONDS
        while not greeting.endswith(b"\n"):
            self.alive()  # what a dead one left behind holds the other end of the socket
            self._control.settimeout(_LOOK_SECONDS)
            try:
                part = self._control.recv(4096)
            except TimeoutError:
                if time.monotonic() < deadline:
                    continue
                part = b""
            except OSError:
                part = b""
            if not part:
                raise SandboxError(f"the zygote did not start: {self._last_words()}")
            greeting += part
        self._control.settimeout(None)
        error = json.loads(greeting).get("error")
        if error is not None:
            raise SandboxError(f"the zygote did not start: {error}")

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"no answer within {START_SECONDS:g} s"


def _group_limits(limits: Limits) -> dict[str, int]:
    """By file of the cgroup. A scratch folder counts as memory where it is a tmpfs."""
    memory = limits.memory_mb + limits.scratch_mb + _HEADROOM_MB
    return {"memory.max": memory << 20, "pids.max": _MAX_PROCESSES}
