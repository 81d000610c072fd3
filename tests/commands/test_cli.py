"""The command line itself: help, usage errors, where the course is found, terminals."""

from __future__ import annotations

import errno
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grader.cli import main

COMMANDS = sorted(main.commands.items())


def options():
    return [
        pytest.param(option, id=f"{name} {option.opts[0]}")
        for name, command in COMMANDS
        for option in command.params
        if isinstance(option, click.Option)
    ]


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_says_what_it_does(name, command):
    assert command.help
    assert command.help.splitlines()[0].endswith((".", ":", ","))
    assert "Usage:" in command.get_help(click.Context(command, info_name=name))


@pytest.mark.parametrize("option", options())
def test_every_option_has_help(option):
    assert option.help
    assert option.help.endswith((".", ")"))


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_takes_a_course(name, command):
    if name != "autograde":  # which a system calls, in a folder that holds its course
        assert "course" in {option.name for option in command.params}


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_names_its_arguments_in_its_help(name, command):
    for argument in command.params:
        if isinstance(argument, click.Argument) and argument.required:
            word = (argument.human_readable_name or "").rstrip(".")
            assert re.search(rf"\b{word}\b", command.help, re.IGNORECASE)


# --------------------------------------------------------------------------- usage errors


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["grad"], "No such command 'grad'"),
        (["grade", "sums", "class", "-o", "out", "--onyl", "2"], "Did you mean '--only'?"),
        (["grade", "sums"], "Missing argument 'PATHS...'"),
        (["grade", "sums", "class"], "Missing option '-o'"),
        (["grade", "sums", "class", "-o", "out", "-j", "0"], "0 is not in the range x>=1"),
        (["grade", "sums", "class", "-o", "out", "--attempt", "worst"], "'last', 'first', 'best'"),
        (["grade", "sums", "class", "-o", "out", "--roster", "nowhere.csv"], "File 'nowhere.csv' does not exist"),
        (["report", "--for-student", "x"], "Did you mean '--for-students'?"),
        (["report"], "Missing argument 'OUT'"),
        (["check", "--qestion", "1"], "'--question'?"),
    ],
)
def test_usage_errors(desk, args, words):
    said = desk.call(*args)
    assert said.code == 2
    assert words in said.err


def test_an_unknown_assignment(desk):
    desk.submit(ann=desk.right)
    said = desk.call("grade", "sum", desk.handed, "-o", desk.out, "--course", desk.course)
    assert said.code == 2
    assert said.err == "grader: rubric.yaml has no assignment 'sum'; did you mean 'sums'?\n"
    assert not desk.out.exists()


def test_an_unknown_question(desk):
    desk.submit(ann=desk.right)
    said = desk.grade("--only", "2b")
    assert said.code == 2
    assert said.err == "grader: sums has no question '2b'; did you mean '2'?\n"
    assert not desk.out.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "words"),
    [
        ("rubric.yaml", "norm: 2", "nrom: 2", "rubric.yaml:13:13", "has no check 'nrom' (did you mean 'norm'?)"),
        ("rubric.yaml", "points: 10", "ponits: 10", "rubric.yaml:5:5", "'ponits' (did you mean 'points'?)"),
        ("rubric.yaml", "norm: 2", "norm: 3", "rubric.yaml:11:19", "the checks add up to 5"),
        ("rubric.yaml", "  late:", " late:", "rubric.yaml:6", ""),
        ("assignments/sums/assignment.py", "norms.norm,", "norms.nrom,", "sums/assignment.py:7", "no attribute 'nrom'"),
        ("assignments/bank/norms.py", "    return {", "    retrun {", "bank/norms.py:14", "invalid syntax"),
        ("reference/norms.py", "import numpy", "import nunpy", "reference/norms.py:5", "No module named 'nunpy'"),
    ],
)
def test_a_mistake_in_the_course_stops_before_grading(desk, name, old, new, place, words):
    desk.submit(ann=desk.right)
    desk.edit(f"course/{name}", old, new)
    said = desk.grade()
    assert said.code == 2
    assert f"{place}" in said.err
    assert words in said.err
    assert "Traceback" not in said.err
    assert not desk.out.exists()


def test_no_submission(desk):
    said = desk.grade()
    assert said.code == 2
    assert said.err == f"grader: {desk.handed} does not exist\n"
    desk.handed.mkdir()
    said = desk.grade()
    assert said.code == 2
    assert "looked for .ipynb, .py and .zip" in said.err


# --------------------------------------------------------------------------- what the system refuses


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "a.csv"), 2, "a.csv: No such file or directory"),
        (PermissionError(errno.EACCES, "Permission denied", "a.csv"), 2, "a.csv: Permission denied"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "a"), 2, "a: Is a directory"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "a/b"), 2, "a/b: Not a directory"),
        (FileExistsError(errno.EEXIST, "File exists", "a"), 2, "a: File exists"),
        (OSError(errno.ENOSPC, "No space left on device", "a.csv"), 3, "a.csv: No space left on device"),
        (OSError(errno.EMFILE, "Too many open files"), 3, "Too many open files"),
        (PermissionError(errno.EPERM, "Operation not permitted"), 3, "Operation not permitted"),
        (OSError("it went away"), 3, "it went away"),
        (TimeoutError(), 3, "TimeoutError"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, OSError) else "",
)
def test_only_a_path_that_is_wrong_is_the_users_mistake(desk, monkeypatch, error, code, sentence):
    def fails(_):
        raise error

    monkeypatch.setattr("grader.commands.grade.run", fails)
    desk.submit(ann=desk.right)
    said = desk.grade()
    assert (said.code, said.err) == (code, f"grader: {sentence}\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [(NotADirectoryError(errno.ENOTDIR, "Not a directory", "p"), 2), (OSError(errno.ENOSPC, "No space left", "p"), 3)],
    ids=["path", "full"],
)
def test_marks_are_kept_where_their_reports_cannot_be_written(desk, monkeypatch, error, code):
    def fails(*_, **__):
        raise error

    monkeypatch.setattr("grader.commands.grade.write_all", fails)
    desk.submit(ann=desk.right)
    said = desk.grade()
    assert said.code == code
    assert f"grader: p: the reports cannot be written ({error.strerror}); the marks are kept" in said.err
    assert desk.recorded().keys() == {"ann"}


# --------------------------------------------------------------------------- where the course is found


def test_the_course_is_the_nearest_folder_upwards(desk, monkeypatch):
    desk.submit(ann=desk.right)
    grade = ("grade", "sums", desk.handed, "-o", desk.out, "--dry-run")
    monkeypatch.chdir(desk.root)
    said = desk.call(*grade)
    assert said.code == 2
    assert "no course found: no rubric.yaml in" in said.err
    assert desk.call(*grade, "--course", "course").code == 0
    said = desk.call(*grade, "--course", "class")
    assert said.code == 2
    assert "class is no course: it holds no rubric.yaml" in said.err
    monkeypatch.chdir(desk.course / "assignments")
    assert desk.call(*grade).code == 0
    monkeypatch.chdir(desk.root)
    monkeypatch.setenv("GRADER_COURSE", str(desk.course))
    assert desk.call(*grade).code == 0
    assert desk.call(*grade, "--course", "class").code == 2


# --------------------------------------------------------------------------- processes


def test_the_installed_command_and_the_module_are_one(desk):
    installed = Path(sys.executable).with_name("grader")
    told = [
        subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
        for command in ([installed], [sys.executable, "-m", "grader"])
    ]
    assert told[0] == told[1]
    assert told[0].startswith("grader, version ")


def test_old_terminals_get_question_marks(desk):
    desk.submit(zoë=desk.rows)
    desk.write("class/łukasz.py", desk.right)
    old = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    said = desk.process(*desk.grading("--dry-run"), **old)
    assert said.code == 0, said.err
    assert said.out.splitlines()[1] == "?ukasz: ?ukasz.py (to judge: 1, 2, 3)"
    said = desk.process("check", desk.handed / "zoë.py", "-a", "sums", "--course", desk.course, **old)
    assert said.code == 1, said.err
    assert said.out.splitlines()[0].endswith(" ?")
    said = desk.process(*desk.grading(), **old | {"PYTHONIOENCODING": "ascii"})
    assert said.code == 0, said.err
    assert "?ukasz" in said.out
    assert desk.scores() == {"zoë": "4", "łukasz": "8"}


def test_plain_lines_without_a_terminal(desk):
    desk.submit(ann=desk.right, bob=desk.rows)
    said = desk.process(*desk.grading())
    assert said.code == 0
    assert "\x1b" not in said.out + said.err
    assert "\r" not in said.err
    assert [line.split(" in ")[0] for line in said.err.splitlines()] == [
        "2 of 2 submissions to judge,",
        "graded 2 of 2",
    ]
    assert said.out.splitlines()[-1] == str(desk.out / "index.html")


def in_terminal(command, cwd):
    """What the command writes to a terminal."""
    primary, secondary = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        command, stdin=secondary, stdout=secondary, stderr=secondary, cwd=cwd, env=environment | {"TERM": "xterm"}
    )
    os.close(secondary)
    said = b""
    while True:
        try:
            part = os.read(primary, 4096)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(primary)
    assert process.wait(timeout=60) in (0, 1)
    return said.decode("utf-8")


def test_a_bar_and_colours_on_a_terminal(desk):
    desk.submit(ann=desk.right, bob=desk.rows)
    said = in_terminal(desk.command(*desk.grading()), desk.root)
    assert "━" in said
    assert "2/2" in said
    assert "\x1b[" in said
    assert "graded 2 of 2" not in said
    said = in_terminal(desk.command("check", desk.handed / "bob.py", "-a", "sums", "--course", desk.course), desk.root)
    assert "\x1b[31m" in said
