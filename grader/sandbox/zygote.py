"""The zygote: imports once, then forks a child for each request. Run by path, never imported by the grader.

    python -P zygote.py FD      FD is a stream socket to the grader

Protocol. The grader first sends u32 length + JSON: tier, preload (module names), bpf and template_bpf (hex), uid (or
null), root (of the scratch folders, removed at the end; or null). The zygote answers one JSON line, {"ready": true} or
{"error": words}. Then it forks on request, see `wards`; a request holds memory_mb, scratch, scratch_mb.

It never reads a submission, and runs nothing of a student's.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import shutil
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from grader.sandbox.child import Confinement
    from grader.sandbox.wards import Request, Wards

_LATE_IMPORTS_KB = 256 * 1024  # of memory, for a child that imports torch by itself


def _make_importable() -> None:
    """Lets `grader.sandbox` be imported from where this file is, without running `grader/__init__.py`."""
    package = ModuleType("grader")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["grader"] = package


def _preload(names: list[str]) -> None:
    """Imports and warms up what most children would import otherwise."""
    from IPython.core.inputtransformer2 import TransformerManager

    from grader.sandbox.shell import furnish
    from grader.sandbox.state import ProcessState, seed_all

    TransformerManager().transform_cell("%time x = 1\n")  # type: ignore[no-untyped-call]
    for name in ("IPython.display", "tqdm", "asyncio", "inspect", "typing", *names):
        with suppress(ImportError):
            importlib.import_module(name)
    numpy = importlib.import_module("numpy")
    importlib.import_module("numpy.ma")
    numpy.random.default_rng(0).normal(size=2)
    numpy.linalg.svd(numpy.eye(4))
    if "torch" in sys.modules:
        _warm_torch()
    seed_all(0)
    ProcessState("/nowhere").restore(0)
    furnish()


def _warm_torch() -> None:
    """One small pass through what is set up on first use, in this thread alone."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    x = torch.ones(8, 8, requires_grad=True)
    torch.autograd.grad((x @ x).sum(), [x])
    torch.nn.Linear(2, 2)(torch.ones(1, 2)).sum().backward()
    torch.linalg.svd(torch.eye(4))
    torch.manual_seed(0)


def _require_one_thread() -> None:
    """Forking with more would leave locks behind that nobody releases."""
    tasks = Path("/proc/self/task")
    count = len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()
    if count != 1:
        raise RuntimeError(f"{count} threads after the imports: children would hang")


def _confinement(config: dict[str, Any], folders: list[str]) -> Confinement:
    from grader.records import Tier
    from grader.sandbox import libraries
    from grader.sandbox.child import Confinement
    from grader.sandbox.confinement import open_readable

    tier = Tier(config["tier"])
    if tier is Tier.C:
        return Confinement(tier)
    return Confinement(
        tier,
        tuple(open_readable(libraries.readable_paths(folders))),
        bytes.fromhex(config["bpf"]),
        bytes.fromhex(config["template_bpf"]),
        config["uid"],
        libraries.are_behind_closed_doors(folders),
    )


def _forking(confinement: Confinement) -> Callable[[Request, int, int], int]:
    """How a child is made: in a namespace of its own where there are any."""
    from grader.records import Tier
    from grader.sandbox.cgroup import enter
    from grader.sandbox.child import main as child_main
    from grader.sandbox.endings import BROKEN
    from grader.sandbox.namespaces import PidNamespaces

    fork = PidNamespaces().fork if confinement.tier is Tier.A else os.fork

    # Looked up once: going over all names in a child would copy the page that each of them lies on.
    ours = [name for name in sys.modules if name.partition(".")[0] == "grader"]

    def become_child(groups: list[int], data: int, output: int) -> NoReturn:
        try:
            for group in groups:
                enter(group)
            for name in ours:
                del sys.modules[name]  # a student's own module of this name must not meet ours
            child_main(data, output, confinement)
        finally:
            os._exit(BROKEN)

    def fork_child(request: Request, data: int, output: int) -> int:
        return fork() or become_child(request["groups"], data, output)

    return fork_child


def _prepare(control: socket.socket, config: dict[str, Any]) -> Wards:
    from grader.records import Tier
    from grader.sandbox.libraries import is_within, library_folders
    from grader.sandbox.wards import Wards
    from grader.sandbox.watch import Alone, Families, Resources

    warnings.filterwarnings("ignore", message=".*non-interactive.*")  # plt.show() without a screen
    folders = library_folders()
    sys.path[:] = [path for path in sys.path if is_within(path, folders)]
    _preload(config["preload"])
    _require_one_thread()
    confinement = _confinement(config, folders)
    allowance = 0 if "torch" in sys.modules else _LATE_IMPORTS_KB
    watch = Resources(allowance, Families if confinement.tier is Tier.A else Alone)
    return Wards(control, _forking(confinement), watch)


def main() -> None:
    """Until the grader is gone."""
    _make_importable()
    from grader.sandbox.pages import collapse
    from grader.sandbox.wards import receive

    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    config = receive(control)
    started = time.monotonic()
    try:
        wards = _prepare(control, config)
    except Exception as error:  # noqa: BLE001 — the grader raises it in its own words
        control.sendall(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        return
    gc.collect()
    gc.disable()
    gc.freeze()
    collapse()
    control.sendall(json.dumps({"ready": True, "seconds": time.monotonic() - started}).encode() + b"\n")
    try:
        wards.serve()
    finally:
        wards.end_all()
        if config["root"]:
            shutil.rmtree(config["root"], ignore_errors=True)


if __name__ == "__main__":
    main()
