"""What a student's code raised, in words: type, message and the student's own frames."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType

from grader.sandbox.system import resource

MAX_MESSAGE = 2000
MAX_FRAMES = 20

# What cannot work in a sandbox, by the file it fails in, the innermost first.
_UNAVAILABLE = (
    (("torch/utils/data/",), "DataLoader workers cannot be used here: set num_workers=0"),
    (("multiprocessing/", "concurrent/futures/process"), "multiprocessing cannot be used here"),
    (("subprocess.py",), "subprocesses cannot be used here"),
    (("socket.py", "urllib/", "requests/", "http/client"), "the network cannot be used here"),
    (("torch/_inductor/", "torch/_dynamo/"), "torch.compile cannot be used here"),
)
# The same, by what the message says, where the libraries hide the system's own error.
_TELLING = (
    (("shared memory object", "/psm_"), "memory shared between processes cannot be used here"),
    (("failure in name resolution", "Name or service not known"), "the network cannot be used here"),
    (("not compiled with CUDA", "No CUDA GPUs", "Found no NVIDIA driver"), "there is no GPU here: compute on the CPU"),
)
_DENIED = frozenset({errno.EPERM, errno.EACCES, errno.EAGAIN, errno.ENOSYS})
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception as data. `line` is where in the cell it was raised, at top level."""

    type_name: str
    message: str
    trace: tuple[str, ...]
    line: int | None
    memory: bool


def describe(error: BaseException, own: Callable[[str], str | None]) -> Fault:
    """Reads an exception of the student's; `own` gives the display name of a file of theirs, else None.

    Runs the student's `__str__`, so it is only called where a hang or crash is the student's.
    """
    name = str(type.__dict__["__name__"].__get__(type(error)))
    frames = list(_frames(error.__traceback__))
    trace = [f"{own(file)}, line {line}, in {function}" for file, line, function in frames if own(file)]
    line = next((line for file, line, function in frames if own(file) and function == "<module>"), None)
    if line is None and isinstance(error, SyntaxError):
        line = error.lineno
    message = _message(error)
    hint = _unavailable(error, [file for file, _, _ in frames], message)
    if hint:
        message = f"{message} ({hint})" if message else hint
    return Fault(name[:200], message, tuple(trace[-MAX_FRAMES:]), line, _is_memory(error, message))


def _message(error: BaseException) -> str:
    try:
        text = _of_syntax(error) if isinstance(error, SyntaxError) else str.__str__(str(error))
    except BaseException:  # noqa: BLE001 — the student's own __str__
        return "<unprintable>"
    return text if len(text) <= MAX_MESSAGE else text[: MAX_MESSAGE - 1] + "…"


def _of_syntax(error: SyntaxError) -> str:
    """With the line, which is no frame's: nothing of the text was run."""
    text = str.__str__(error.msg)
    return f"{text} (line {error.lineno})" if isinstance(error.lineno, int) else text


def _frames(traceback: TracebackType | None) -> Iterator[tuple[str, int, str]]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield code.co_filename, traceback.tb_lineno or 0, code.co_name
        traceback = traceback.tb_next


def _is_memory(error: BaseException, message: str) -> bool:
    return isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "can't allocate memory" in message)


def _unavailable(error: BaseException, files: list[str], message: str) -> str | None:
    """Words for what the sandbox forbids, where the error comes from a forbidden system call."""
    number = error.errno if isinstance(error, OSError) else None
    if number in _FULL and resource is not None:
        return f"at most {resource.getrlimit(resource.RLIMIT_FSIZE)[0] >> 20:,} MB of files may be written here"
    for signs, words in _TELLING:
        if any(sign in message for sign in signs):
            return words
    named = any(os.strerror(one) in message for one in _DENIED)
    # Without a name it is no file of the student's that is missing: a semaphore, say. Pipes to processes that could
    # not be started are left open, and there are only so many; others end while they are listened to.
    nameless = isinstance(error, FileNotFoundError) and error.filename is None
    if not (named or nameless or number in _DENIED or number == errno.EMFILE or isinstance(error, EOFError)):
        return None
    for places, words in _UNAVAILABLE:
        if any(place in file for file in files for place in places):
            return words
    if files and isinstance(error, PermissionError) and number == errno.EPERM and error.filename is None:
        return "processes and system calls like this one cannot be used here"
    return None
