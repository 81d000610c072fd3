"""`kill -9` of any one process of ours, at any moment of a batch: the same results in the end, and nothing left over."""

from __future__ import annotations

import random
import subprocess
import time
from contextlib import suppress
from typing import Any

import psutil
import pytest

ROLES = ("question", "template", "zygote", "bubble", "grader")
TIMES = 50
RUNS = 4.0  # seconds of a run in which the blow may fall
SECONDS = 30.0


def role(process: psutil.Process, grader: int) -> str:
    """By how far below the first process of the zygote's script it is; bubblewrap's carry its words as well."""
    if process.pid == grader:
        return "grader"
    if process.name() == "bwrap":
        return "bubble"
    above = 0
    while is_zygotes(process):
        process, above = process.parent(), above + 1
    return ("other", "zygote", "template", "question")[min(above, 3)]


def is_zygotes(process: psutil.Process) -> bool:
    return process.name().startswith("python") and any("zygote.py" in word for word in process.cmdline())


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        top = psutil.Process(process.pid)
        return [top, *top.children(recursive=True)]
    return []


def strike(process: subprocess.Popen[str], wanted: str, chance: random.Random) -> list[psutil.Process]:
    """Kills one process of the wanted role as soon as there is one; returns who was there then, or nobody if none was."""
    while process.poll() is None:
        members = family(process)
        chance.shuffle(members)
        for member in members:
            with suppress(psutil.NoSuchProcess, AttributeError):  # gone while it was looked at
                if role(member, process.pid) == wanted:
                    member.kill()
                    return members
    return []


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.slow] if n >= len(ROLES) else []) for n in range(TIMES)]
)
def test_a_kill_changes_no_result(group: Any, undisturbed: dict[str, Any], number: int) -> None:
    chance, wanted = random.Random(number), ROLES[number % len(ROLES)]
    with group.grading() as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.0, RUNS))
        members = strike(process, wanted, chance)
        _, err = process.communicate(timeout=SECONDS)
    assert "Traceback" not in err
    assert psutil.wait_procs(members, timeout=SECONDS)[1] == []
    left = group.results()
    for student, result in left.items():
        assert result == undisturbed[student] or result["status"] == "ungraded", err
    if process.returncode == 0:
        assert left == undisturbed, err
    else:
        assert process.returncode == -9 or err.strip().splitlines()[-1], err

    said = group.grade()
    assert said.code == 0, said.err
    assert group.results() == undisturbed


def test_every_role_is_met(group: Any) -> None:
    """So that the test above does not pass for want of victims."""
    met, deadline = set(), time.monotonic() + SECONDS
    with group.grading() as process:
        while process.poll() is None and time.monotonic() < deadline:
            for member in family(process):
                with suppress(psutil.NoSuchProcess, AttributeError):
                    met.add(role(member, process.pid))
        process.communicate()
    expected = set(ROLES) if "bubble" in met else {"grader", "zygote", "template"}
    assert met >= expected
