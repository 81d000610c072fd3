"""The sandbox: one zygote, and a session for each submission."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Self

from grader.errors import SandboxError
from grader.records import Limits, Submission, Tier
from grader.sandbox.cgroup import Groups, delegated
from grader.sandbox.life import SilentZygoteError
from grader.sandbox.nursery import Nursery
from grader.sandbox.session import Session
from grader.sandbox.syscalls import Filters

_DYING_SECONDS = 1.0  # within which a zygote that broke off must be gone


class Sandbox:
    """Owns a zygote; several threads may open sessions at once.

    The zygote starts at once and in parallel; the first `open` waits for its imports. One that died is
    replaced when a session is opened.

    Args:
        tier: how well students' code is isolated; what it needs must work (see `isolation.probe`).
        preload: modules imported once for all. A module that students use and that is not among them
            is imported in every process anew: torch costs a second, matplotlib.pyplot another, and
            torch._dynamo (the first optimiser) one more.
        groups: cgroups for what it starts, closed with it; by default those that are delegated to us, if any.

    Raises:
        SandboxError: the filter of system calls or the zygote is not to be had.
    """

    def __init__(self, tier: Tier, preload: Sequence[str] = ("numpy", "torch"), groups: Groups | None = None) -> None:
        self.tier = tier
        self._preload = tuple(preload)
        self._filters = None if tier is Tier.C else _filters()
        self._groups = _groups() if groups is None and tier is not Tier.C else groups
        self._lock = threading.Lock()
        self._closed = False
        with ExitStack() as after_failure:
            if self._groups is not None:
                after_failure.callback(self._groups.close)
            self._nursery = self._start()
            after_failure.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, submission: Submission, limits: Limits, seed: int = 0) -> Session:
        """Runs the cells of a submission; SandboxError if the sandbox itself fails."""
        nursery = self._living()
        try:
            return Session(nursery, submission, limits, seed)
        except SilentZygoteError:
            nursery.kill()  # the next session gets another
            raise
        except SandboxError:
            if not nursery.ends_within(_DYING_SECONDS):
                raise
        return Session(self._living(), submission, limits, seed)  # it was dying when it was asked

    def wait_until_ready(self) -> None:
        """Blocks until the zygote has done its imports."""
        self._living().wait_until_ready()

    def close(self) -> None:
        """Ends the zygote, and with it whatever still runs."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._nursery.close()
                if self._groups is not None:
                    self._groups.close()

    def _living(self) -> Nursery:
        with self._lock:
            if self._closed:
                raise SandboxError("the sandbox is closed")
            if not self._nursery.alive():
                self._nursery.close()
                self._nursery = self._start()
            return self._nursery

    def _start(self) -> Nursery:
        return Nursery(self.tier, self._preload, self._filters, self._groups)


def _groups() -> Groups | None:
    try:
        return delegated()
    except OSError:
        return None


def _filters() -> Filters:
    from grader.sandbox.syscalls import build_filters

    try:
        return build_filters()
    except (ImportError, RuntimeError, OSError) as error:
        raise SandboxError(f"the system call filter cannot be built: {error}") from error
