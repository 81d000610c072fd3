"""What a course's own code raises, as one sentence at the innermost line of that code."""

from __future__ import annotations

import builtins
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any

import grader
from grader.course.faults import nearest
from grader.errors import CourseError, GraderError

Place = tuple[Path | None, int | None]

# Whatever an instructor's slip may raise; what ends a process (Ctrl-C, an exit) is none.
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    OSError,
    ReferenceError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)
_LIBRARIES = tuple(
    {Path(grader.__file__).parent}
    | {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)
_INSTALLED = frozenset({"site-packages", "dist-packages"})


@contextmanager
def blamed(function: Callable[..., Any] | None = None, doing: str = "") -> Iterator[None]:
    """Turns what the course's code raises inside into a `CourseError`.

    Args:
        function: of the course; blamed where no line of the course is in the traceback (called with arguments that
            it does not take, say). Without it such an error is one of ours and passes.
        doing: words before the error.
    """
    try:
        yield
    except CourseError as error:
        if error.path is not None:
            raise
        raise CourseError(error.message, *(innermost(error) or where(function))) from error
    except GraderError:
        raise
    except FAULTS as error:
        found = innermost(error) or (where(function) if function is not None else None)
        if found is None:
            raise
        raise CourseError(doing + raised(error), *found) from error


def innermost(error: BaseException, root: Path | None = None) -> Place | None:
    """The innermost line of its traceback that is the course's, of files under `root` if given; None without one."""
    found = None
    for frame, line in _frames(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if is_own(frame.f_code) if root is None else path.is_relative_to(root):
            found = (path, line)
    return found


def where(function: Callable[..., Any] | None) -> Place:
    """Where a function is defined."""
    code = getattr(function, "__code__", None)
    return (Path(code.co_filename), code.co_firstlineno) if isinstance(code, CodeType) else (None, None)


def is_own(code: CodeType) -> bool:
    """Whether code is the course's: neither a library's, nor the grader's, nor made from a text."""
    path = Path(code.co_filename)
    if not path.is_absolute() or _INSTALLED.intersection(path.parts):
        return False
    return not any(path.is_relative_to(folder) for folder in _LIBRARIES)


def raised(error: BaseException) -> str:
    """`NameError: name 'nmp' is not defined (did you mean 'np'?)`."""
    said = str(error)
    name = getattr(error, "name", None)
    near = nearest(name, _options(error)) if isinstance(name, str) else None
    hint = f" (did you mean {near!r}?)" if near and near != name else ""
    return f"{type(error).__name__}{': ' if said else ''}{said}{hint}"


def _options(error: BaseException) -> Iterable[str]:
    """The names that could stand where an unknown one does."""
    if isinstance(error, AttributeError):
        return [name for name in dir(error.obj) if not name.startswith("_")]
    if isinstance(error, NameError):
        frames = [frame for frame, _ in _frames(error.__traceback__)]
        return [*frames[-1].f_locals, *frames[-1].f_globals, *dir(builtins)] if frames else []
    return []


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
