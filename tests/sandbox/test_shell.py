from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.shell import Shell, Silent, display, no_input, strip_cell_magic


@pytest.mark.parametrize(
    ("source", "stripped", "names"),
    [
        ("x = 1", "x = 1", []),
        ("%%time\nx = 1", "\nx = 1", []),
        ("\n%%capture out\n%%timeit -n 3\nx = 1", "\n\n\nx = 1", ["out"]),
        ("%%capture --no-stderr cap\n1", "\n1", ["cap"]),
        ("%%bash\nls", "%%bash\nls", []),
        ("x = 1\n%%time", "x = 1\n%%time", []),
        ("", "", []),
    ],
)
def test_cell_magics_with_a_python_body_are_blanked(source: str, stripped: str, names: list[str]) -> None:
    assert strip_cell_magic(source) == (stripped, names)


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def shell(ran: list[str]) -> Shell:
    return Shell({}, ran.append)


def test_magics_that_run_python(shell: Shell, ran: list[str], tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("y = 2")
    shell.run_line_magic("time", "x = 1")
    shell.magic(f"%run {tmp_path / 'm.py'}")
    shell.run_cell("z = 3")
    shell.run_line_magic("timeit", "f()")
    shell.run_line_magic("time", "")
    assert ran == ["x = 1", "y = 2", "z = 3"]


def test_files_are_written(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "m.py"
    shell.run_cell_magic("writefile", str(target), "a\n")
    shell.run_cell_magic("writefile", f"-a {target}", "b\n")
    shell.run_cell_magic("writefile", "", "nowhere")
    assert target.read_text() == "a\nb\n"


def test_shell_commands_answer_nothing(shell: Shell) -> None:
    assert shell.system("rm -rf /") == []
    assert shell.getoutput("ls") == []
    assert shell.run_line_magic("pwd") == str(Path.cwd())


def test_what_exists_only_in_a_browser_is_silent(shell: Shell) -> None:
    silent: Any = shell.kernel.comm_manager["x"].register_target("a", b=1)
    with silent as inner:
        assert list(inner) == []
        assert str(inner) == ""
    assert isinstance(silent, Silent)
    with pytest.raises(AttributeError):
        silent.__file__  # noqa: B018


def test_display_and_input(capsys: pytest.CaptureFixture[str]) -> None:
    display([1], "a", raw=True)
    assert capsys.readouterr().out == "[1]\n'a'\n"
    assert no_input("How old?") == ""
