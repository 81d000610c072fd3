"""Runs that end before their time, and faults of ours in the middle: nothing acknowledged is lost, no mark is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress

import psutil
import pytest

SECONDS = 30.0
CLASS = 6
SLOWLY = "import time\n\ntime.sleep(0.3)\n"


def hand_in(desk):
    """Submissions that take their time; every second one loses question 2."""
    sources = {f"s{number}": (desk.rows if number % 2 else desk.right) for number in range(CLASS)}
    desk.submit(**{student: f"{SLOWLY}{source}\n# {student}\n" for student, source in sources.items()})


def expected():
    return {f"s{number}": "4" if number % 2 else "8" for number in range(CLASS)}


def acknowledged(desk):
    """Hashes by student, of all runs."""
    if not desk.log.exists():
        return {}
    lines = [json.loads(line) for line in desk.log.read_text("utf-8").splitlines()]
    return {line["student"]: line["sha256"] for line in lines if line["event"] == "judged"}


@contextmanager
def running(desk, *options):
    """The command in a process group of its own, as a terminal starts it."""
    process = subprocess.Popen(
        desk.command(*desk.grading("--seed", 5, "-j", 2, *options)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def await_judged(desk, count):
    deadline = time.monotonic() + SECONDS
    while len(acknowledged(desk)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def family(process):
    return psutil.Process(process.pid).children(recursive=True)


def zygotes(process):
    """Those that have a child; a child's command line is its zygote's."""
    with suppress(psutil.NoSuchProcess):
        for one in family(process):
            with suppress(psutil.NoSuchProcess):
                if one.children() and is_zygotes(one) and not is_zygotes(one.parent()):
                    yield one


def is_zygotes(process):
    return process.name().startswith("python") and "zygote.py" in " ".join(process.cmdline())


def kill_a_zygote(process):
    deadline = time.monotonic() + SECONDS
    while not (found := list(zygotes(process))):
        assert time.monotonic() < deadline
    found[0].kill()


def without_times(result):
    """A result without what differs from run to run."""
    data = json.loads(json.dumps(result), object_hook=lambda found: found | {"seconds": 0.0, "graded_at": ""})
    assert data["questions"]
    return data


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_is_finished_by_the_next(desk, blow):
    hand_in(desk)
    with running(desk) as process:
        await_judged(desk, 2)
        relatives = family(process)
        assert len(relatives) > 1
        os.killpg(process.pid, blow)
        _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == (130 if blow is signal.SIGINT else -signal.SIGKILL)
    assert psutil.wait_procs(relatives, timeout=SECONDS)[1] == []
    if blow is signal.SIGINT:
        last = err.decode().splitlines()[-1]
        assert last == "grader: stopped: what was judged is kept, the same command goes on from there"
        assert b"Traceback" not in err
    before = acknowledged(desk)
    assert 2 <= len(before) < CLASS
    assert not (desk.out / "grades.csv").exists()

    assert desk.grade("--seed", 5).code == 0
    assert set(desk.judged()) == {f"s{number}" for number in range(CLASS)} - set(before)
    assert desk.scores() == expected()
    interrupted = [without_times(desk.result(student)) for student in expected()]
    assert desk.grade("--seed", 5, "--fresh").code == 0
    assert [without_times(desk.result(student)) for student in expected()] == interrupted


def test_ctrl_c_while_the_sandbox_starts(desk):
    hand_in(desk)
    with running(desk) as process:
        deadline = time.monotonic() + SECONDS
        while not (relatives := family(process)):
            assert time.monotonic() < deadline
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=SECONDS)
    assert process.returncode in (130, -signal.SIGINT)  # a shell shows both as 130
    assert psutil.wait_procs(relatives, timeout=SECONDS)[1] == []


def test_a_zygote_that_is_killed_is_replaced(desk):
    hand_in(desk)
    with running(desk) as process:
        for judged in (1, 3):
            await_judged(desk, judged)
            kill_a_zygote(process)
        _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, err.decode()
    assert desk.scores() == expected()


def test_what_dying_zygotes_leave_ungraded_the_next_run_repairs(desk):
    desk.submit(ann=f"import time\n\ntime.sleep(2)\n{desk.right}")
    with running(desk, "-j", 1) as process:
        while process.poll() is None:
            for zygote in zygotes(process):
                zygote.kill()
        _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 3, err.decode()
    assert desk.table()["ann"] == {"id": "ann", "score": "", "1": "", "2": "", "3": "0", "status": "ungraded"}
    assert "Ungraded for a reason of ours: ann" in err.decode()
    assert "Run the same command again" in err.decode()
    assert desk.grade("--seed", 5).code == 0
    assert desk.scores() == {"ann": "8"}


# --------------------------------------------------------------------------- faults of the course

RAISES = """

class Unheard(Exception):
    pass


def fussy(x: Any, answer: Any) -> str | None:
    if answer != 1.0:
        raise FAULT("a bug of ours")
    return None


@check("norm", id="norm", holds=fussy)
def norm(draw: Draw) -> dict[str, Any]:
    '''Euclidean norm of a vector'''
    return {"x": draw.normal(draw.size(1, 6))}
"""


def break_the_judge(desk, fault):
    bank = desk.course / "assignments/bank/norms.py"
    whole = bank.read_text("utf-8")
    start, end = whole.index('@check("norm"'), whole.index('@check("is_unit"')
    bank.write_text(whole[:start] + RAISES.replace("FAULT", fault) + "\n\n" + whole[end:])
    return bank, whole


@pytest.mark.parametrize("fault", ["ZeroDivisionError", "Unheard", "SystemExit"])
def test_a_judge_that_raises_leaves_its_submissions_ungraded(desk, fault):
    desk.submit(ann=desk.right, bob=desk.right.replace("np.sqrt((x * x).sum())", "1.0"), cleo=desk.rows)
    bank, whole = break_the_judge(desk, fault)
    said = desk.grade()
    assert said.code == 3
    assert "Ungraded for a reason of ours: ann, cleo" in said.err
    assert f"question 1: the grader failed, not the submission: {fault}: a bug of ours" in said.err
    assert desk.table()["bob"]["status"] == "graded"
    assert desk.table()["ann"]["status"] == "ungraded"
    assert (desk.table()["ann"]["1"], desk.scores()["ann"]) == ("", "")
    if fault == "ZeroDivisionError":  # the other question of the same submission is judged
        assert desk.table()["ann"]["2"] == "4"
        assert desk.grade().code == 3
        assert desk.judged() == {"ann": ["1"], "cleo": ["1"]}

    bank.write_text(whole)
    said = desk.grade("--accept")
    assert said.code == 0
    assert desk.scores() == {"ann": "8", "bob": "6", "cleo": "4"}


def test_a_fault_of_ours_takes_no_mark_away(graded):
    bank, whole = break_the_judge(graded, "ZeroDivisionError")
    assert graded.grade().code == 3
    assert graded.scores() == {"ann": "8", "bob": "4", "cleo": "6"}
    assert {event["standing"] for event in graded.events() if event["event"] == "recorded"} == {"ungraded"}
    bank.write_text(whole)
    assert graded.grade().code == 0
    assert graded.judged() == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('return {"x": draw.normal(draw.size(1, 6))}', 'return {"x": draw.normal(draw.size(1, 6)) / [1, 2, 3, 4, 5]}'),
        ('return {"x": draw.normal(draw.size(1, 6))}', 'return {"x": draw.norml(3)}'),
        ('{"x": np.array([3.0, 4.0])}', '{"x": "3, 4"}'),
    ],
)
def test_cases_that_cannot_be_drawn_stop_before_grading(desk, old, new):
    desk.submit(ann=desk.right)
    desk.edit("course/assignments/bank/norms.py", old, new)
    said = desk.grade()
    assert said.code == 2
    assert "norms.py:" in said.err
    assert desk.judged() == {}
    assert desk.recorded() == {}
