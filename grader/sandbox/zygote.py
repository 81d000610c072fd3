"""The zygote: imports once, then forks a child for each request. Run by path, never imported by the grader.

    python -P zygote.py FD      FD is a stream socket to the grader

Protocol. The grader first sends u32 length + JSON: tier, preload (module names), bpf (hex), uid (or null), root (of
the scratch folders, removed at the end). The zygote answers one JSON line, {"ready": true} or {"error": words}.
Then each request is u32 length + JSON (memory_mb, scratch, scratch_mb) together with three descriptors: the child's
data socket, its output pipe, and the zygote's end of a life-line. On the life-line the zygote writes "started PID",
or "failed ERRNO", and at the end "ended STATUS CPU_SECONDS MAXRSS_KB WHY"; anything from the grader, also its end of
file, kills the child. WHY is "memory", "files" or "threads" where the zygote itself ended the child, else "-". The
control socket's end of file ends the zygote and all children.

It never reads a submission, and runs nothing of a student's.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import site
import socket
import struct
import sys
import sysconfig
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from grader.sandbox.child import Confinement

_TICK = 0.02  # seconds between looks at a child's memory
_FILES_EVERY = 10  # ticks
_LATE_IMPORTS_KB = 256 * 1024  # for a child that imports torch by itself
_MAX_THREADS = 256
_MAX_FILES = 20_000
_LENGTH = struct.Struct("<I")


@dataclass(slots=True)
class Ward:
    """A child that is alive."""

    pid: int
    life: socket.socket
    memory_kb: int
    scratch: str
    scratch_bytes: int
    why: str = "-"


class Zygote:
    """Forks on request and looks after its children until they end."""

    def __init__(self, control: socket.socket, confinement: Confinement) -> None:
        self._control = control
        self._confinement = confinement
        self._wards: dict[int, Ward] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, None)
        self._wake, wake = socket.socketpair()
        for end in (self._wake, wake):
            end.setblocking(False)
        self._waker = wake  # kept open: signals are written into it
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._wake, selectors.EVENT_READ, None)
        self._own_kb = _anonymous_kb(os.getpid())[0]
        if "torch" not in sys.modules:
            self._own_kb += _LATE_IMPORTS_KB

    def serve(self) -> None:
        """Until the grader is gone."""
        tick = 0
        while True:
            for key, _ in self._selector.select(_TICK if self._wards else None):
                if key.fileobj is self._control:
                    if not self._request():
                        return
                elif key.fileobj is self._wake:
                    self._reap()
                else:
                    self._end(key.data, "-")
            tick += 1
            for ward in list(self._wards.values()):
                self._look_at(ward, files=tick % _FILES_EVERY == 0)

    def end_all(self) -> None:
        """Kills every child and waits until it is gone."""
        for ward in self._wards.values():
            self._end(ward, "-")
        while self._wards:
            self._selector.select(_TICK)
            self._reap()

    def _request(self) -> bool:
        head, fds, _, _ = socket.recv_fds(self._control, _LENGTH.size, 3)
        if len(head) < _LENGTH.size:
            return False
        request = json.loads(_exactly(self._control, _LENGTH.unpack(head)[0]))
        data, output, life = fds
        with socket.socket(fileno=life) as line:
            try:
                pid = os.fork()
            except OSError as error:
                line.send(f"failed {error.errno}\n".encode("ascii"))
            else:
                if pid == 0:
                    self._become_child(data, output)
                self._watch(pid, line.dup(), request)
        os.close(data)
        os.close(output)
        return True

    def _become_child(self, data: int, output: int) -> NoReturn:
        try:
            child = sys.modules["grader.sandbox.child"]
            for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
                del sys.modules[name]  # a student's own module of this name must not meet ours
            child.main(data, output, self._confinement)
        finally:
            os._exit(70)

    def _watch(self, pid: int, life: socket.socket, request: dict[str, Any]) -> None:
        memory_kb = self._own_kb + (request["memory_mb"] + 128) * 1024
        ward = Ward(pid, life, memory_kb, request["scratch"], request["scratch_mb"] << 20)
        self._wards[pid] = ward
        self._selector.register(life, selectors.EVENT_READ, ward)
        self._tell(ward, f"started {pid}\n")

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            self._wake.recv(4096)
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            ward = self._wards.pop(pid, None)
            if ward is not None:
                cpu = usage.ru_utime + usage.ru_stime
                self._tell(ward, f"ended {status} {cpu:.6f} {usage.ru_maxrss} {ward.why}\n")
                with suppress(KeyError):
                    self._selector.unregister(ward.life)
                ward.life.close()

    def _tell(self, ward: Ward, line: str) -> None:
        with suppress(OSError):  # the grader may have hung up
            ward.life.send(line.encode("ascii"))

    def _end(self, ward: Ward, why: str) -> None:
        """Kills the child and, where nothing hinders it from having some, its own children."""
        if self._wards.get(ward.pid) is not ward:
            return  # reaped meanwhile: the number may be another's
        with suppress(KeyError):
            self._selector.unregister(ward.life)
        if ward.why == "-":
            ward.why = why
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(ward.pid, signal.SIGKILL)

    def _look_at(self, ward: Ward, *, files: bool) -> None:
        memory_kb, threads = _anonymous_kb(ward.pid)
        if memory_kb > ward.memory_kb:
            self._end(ward, "memory")
        elif threads > _MAX_THREADS:
            self._end(ward, "threads")
        elif files and not _fits(ward.scratch, ward.scratch_bytes):
            self._end(ward, "files")


def _anonymous_kb(pid: int) -> tuple[int, int]:
    """Resident memory that is not file-backed, and the number of threads; zeros where /proc is missing."""
    try:
        text = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0, 0
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return int(fields.get("RssAnon", "0 kB").split()[0]), int(fields.get("Threads", "0"))


def _fits(folder: str, limit: int) -> bool:
    """Whether the files below a folder stay within `limit` bytes and a number that is bearable."""
    total, count, folders = 0, 0, [folder]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        count += len(entries)
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
        if total > limit or count > _MAX_FILES:
            return False
    return True


def _exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = sock.recv(size - len(data))
        if not part:
            raise EOFError("the grader hung up")
        data += part
    return data


def _make_importable() -> None:
    """Lets `grader.sandbox` be imported from where this file is, without running `grader/__init__.py`."""
    package = ModuleType("grader")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["grader"] = package


def _libraries() -> list[str]:
    """The folders of the interpreter and of installed packages: what students may import and read."""
    paths = sysconfig.get_paths()
    folders = [paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"]]
    folders += [*site.getsitepackages(), site.getusersitepackages()]
    return sorted({str(Path(folder).resolve()) for folder in folders if Path(folder).is_dir()})


def _within(path: str, folders: list[str]) -> bool:
    resolved = str(Path(path).resolve())
    return any(resolved == folder or resolved.startswith(f"{folder}/") for folder in folders)


def _readable_paths(libraries: list[str]) -> list[Path]:
    system = "/usr/lib /usr/lib64 /lib /lib64 /usr/local/lib /etc/ld.so.cache /etc/localtime /usr/share/zoneinfo"
    devices = "/dev/null /dev/zero /dev/urandom /dev/random /sys/devices/system/cpu"
    return [Path(path) for path in [*libraries, *system.split(), *devices.split()]]


def _is_behind_closed_doors(libraries: list[str]) -> bool:
    """Whether an ordinary user could not reach the interpreter."""
    folders = {parent for library in libraries for parent in [Path(library), *Path(library).parents]}
    return any(not folder.stat().st_mode & 0o001 for folder in folders)


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
    ProcessState().restore(0)
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


def _prepare(config: dict[str, Any]) -> Confinement:
    _make_importable()
    from grader.records import Tier
    from grader.sandbox import confinement
    from grader.sandbox.child import Confinement

    warnings.filterwarnings("ignore", message=".*non-interactive.*")  # plt.show() without a screen
    libraries = _libraries()
    sys.path[:] = [path for path in sys.path if _within(path, libraries)]
    _preload(config["preload"])
    _require_one_thread()
    tier = Tier(config["tier"])
    if tier is Tier.C:
        return Confinement(tier)
    readable = confinement.open_readable(_readable_paths(libraries))
    hidden = _is_behind_closed_doors(libraries)
    return Confinement(tier, tuple(readable), bytes.fromhex(config["bpf"]), config["uid"], hidden)


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    config = json.loads(_exactly(control, _LENGTH.unpack(_exactly(control, _LENGTH.size))[0]))
    started = time.monotonic()
    try:
        confinement = _prepare(config)
        zygote = Zygote(control, confinement)
    except Exception as error:  # noqa: BLE001 — the grader raises it in its own words
        control.sendall(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        return
    gc.collect()
    gc.disable()
    gc.freeze()
    control.sendall(json.dumps({"ready": True, "seconds": time.monotonic() - started}).encode() + b"\n")
    try:
        zygote.serve()
    finally:
        zygote.end_all()
        shutil.rmtree(config["root"], ignore_errors=True)


if __name__ == "__main__":
    main()
