from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.faults import MAX_MESSAGE, describe


def own(file: str) -> str | None:
    return "hw.py" if file == __file__ else None


def raised(action: Any) -> Any:
    try:
        action()
    except BaseException as error:  # noqa: BLE001 — as in the child
        return describe(error, own)
    raise AssertionError("nothing was raised")


def deep(n: int) -> None:
    if n == 0:
        raise ValueError("at the bottom")
    deep(n - 1)


def test_type_message_and_own_frames() -> None:
    fault = raised(lambda: int("x"))
    assert fault.type_name == "ValueError"
    assert fault.message == "invalid literal for int() with base 10: 'x'"
    assert fault.trace[-1].startswith("hw.py, line ")
    assert fault.trace[-1].endswith(", in <lambda>")
    assert not fault.memory


def test_only_the_innermost_frames_are_kept() -> None:
    assert len(raised(lambda: deep(100)).trace) == 20


def test_long_messages_are_cut() -> None:
    def fail() -> None:
        raise ValueError("y" * 9000)

    message = raised(fail).message
    assert len(message) == MAX_MESSAGE
    assert message.endswith("…")


class UnprintableError(Exception):
    def __str__(self) -> str:
        raise KeyboardInterrupt


class Meta(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise RuntimeError


class NamelessError(Exception, metaclass=Meta):
    pass


def test_exceptions_that_resist_are_described_all_the_same() -> None:
    def unprintable() -> None:
        raise UnprintableError

    def nameless() -> None:
        raise NamelessError("m")

    assert raised(unprintable).message == "<unprintable>"
    assert (raised(nameless).type_name, raised(nameless).message) == ("NamelessError", "m")


@pytest.mark.parametrize(
    ("error", "memory"),
    [
        (MemoryError(), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"), True),
        (RuntimeError("something else"), False),
    ],
)
def test_want_of_memory_is_recognised(error: Exception, memory: bool) -> None:
    assert describe(error, own).memory is memory


def test_a_syntax_error_tells_its_line() -> None:
    def fail() -> None:
        compile("x = 1\ny = (", "cell 3", "exec")

    fault = raised(fail)
    assert fault.type_name == "SyntaxError"
    assert fault.message == "'(' was never closed (line 2)"
    assert fault.line == 2


def test_a_missing_file_is_not_blamed_on_the_sandbox() -> None:
    assert "cannot be used" not in raised(Path("/no/such/file").read_bytes).message


def test_a_syntax_error_of_nowhere_has_none() -> None:
    assert describe(SyntaxError("no place"), lambda file: file).message == "no place"
