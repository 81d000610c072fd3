"""Dialogues carried to a live process, and what becomes of faults of ours on the way."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course.assignment import prepare
from grader.errors import SandboxError
from grader.grading.pipeline import Task, _widest, converse, judge_submission, unjudged
from grader.grading.verdicts import Unjudged
from grader.judge.case import MAX_ROUNDS
from grader.records import Call, CheckStatus, Limits, Returned, Tier, Verdict
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox

LIMITS = Limits(load_seconds=10, question_seconds=10, call_seconds=2)
PASSED = Verdict(CheckStatus.PASSED)


@pytest.fixture(scope="module")
def adder(numpy_sandbox):
    """A session whose `add` adds."""
    from grader.records import Cell, CellKind, Submission

    cell = Cell(CellKind.SCRIPT, "def add(a, b):\n    return a + b\n", "hw.py")
    with numpy_sandbox.open(Submission("ann", ("hw.py",), "0", (cell,)), LIMITS) as session:
        yield session


def sums_of(*rounds):
    """Asks for the sums of pairs, round by round; the message says what came back."""
    got = []
    for pairs in rounds:
        outcomes = yield [Call("add", (float(a), float(b))) for a, b in pairs]
        got.append([outcome.value for outcome in outcomes if isinstance(outcome, Returned)])
    return Verdict(CheckStatus.PASSED, repr(got))


def failing(after, fault=ZeroDivisionError):
    for _ in range(after):
        yield [Call("add", (1.0, 1.0))]
    raise fault("ours")
    yield []


def talk(session, dialogues):
    with session.question(LIMITS) as process:
        return converse(dialogues, process)


PAIRS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PAIRS, max_size=4), max_size=4))
def test_every_dialogue_gets_its_own_answers(adder, asked):
    verdicts = talk(adder, [sums_of(*rounds) for rounds in asked])
    assert [verdict.message for verdict in verdicts] == [
        repr([[float(a + b) for a, b in pairs] for pairs in rounds]) for rounds in asked
    ]


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize("fault", [ZeroDivisionError, EOFError, MemoryError, ImportError, StopIteration])
def test_a_judge_that_raises_leaves_its_own_check_ungraded(adder, after, fault):
    first, second, third = talk(adder, [sums_of([(1, 2)]), failing(after, fault), sums_of([(3, 4)], [(5, 6)])])
    assert (first.message, third.message) == ("[[3.0]]", "[[7.0], [11.0]]")
    assert second.status is CheckStatus.UNGRADED
    assert second.message.startswith("the grader failed, not the submission: ")


def test_a_dialogue_without_end_is_left_to_a_person(adder):
    def endless():
        while True:
            yield [Call("add", (1.0, 1.0))]

    endless_one, other = talk(adder, [endless(), sums_of([(1, 2)])])
    assert endless_one.status is CheckStatus.UNDECIDED
    assert f"{MAX_ROUNDS} rounds" in endless_one.message
    assert other.status is CheckStatus.PASSED


def test_as_many_rounds_as_are_allowed(adder):
    (verdict,) = talk(adder, [sums_of(*[[(1, 1)]] * MAX_ROUNDS)])
    assert verdict.status is CheckStatus.PASSED
    (verdict,) = talk(adder, [sums_of(*[[(1, 1)]] * (MAX_ROUNDS + 1))])
    assert verdict.status is CheckStatus.UNDECIDED


def test_nothing_to_ask(adder):
    assert talk(adder, []) == []


# --------------------------------------------------------------------------- submissions


def tasks(sums, *names):
    return [Task(prepare(question, 3, sums), LIMITS) for question in sums.questions if question.id in names]


class Scripted:
    """A prepared question whose one check is judged by a dialogue of the test's."""

    def __init__(self, question, dialogue):
        self.question = question
        self._dialogue = dialogue

    def dialogues(self):
        return [self._dialogue() for _ in self.question.checks]


def test_a_right_submission(sums, numpy_sandbox, submit):
    judged = judge_submission(submit("ann"), tasks(sums, "1", "2", "3"), LIMITS, numpy_sandbox)
    assert judged.loaded is not None
    assert judged.loaded.names == ("norm", "is_unit", "centred")
    assert not judged.interrupted
    statuses = {name: [verdict.status for verdict in one.checks.values()] for name, one in judged.questions.items()}
    assert statuses == {"1": [CheckStatus.PASSED] * 2, "2": [CheckStatus.PASSED], "3": []}


def test_what_cannot_be_loaded_is_the_students_error(sums, numpy_sandbox, submit):
    no_time = Limits(load_seconds=0.0, question_seconds=1, call_seconds=1)
    judged = judge_submission(submit("ann"), tasks(sums, "2"), no_time, numpy_sandbox)
    (verdict,) = judged.questions["2"].checks.values()
    assert verdict.status is CheckStatus.ERROR
    assert verdict.message == judged.loaded.problem
    assert verdict.message.startswith("nothing could be loaded")


def test_a_question_that_fails_takes_no_other_with_it(sums, numpy_sandbox, submit):
    broken = Task(Scripted(sums.questions[0], None), LIMITS)
    judged = judge_submission(submit("ann"), [broken, *tasks(sums, "2")], LIMITS, numpy_sandbox)
    assert {verdict.status for verdict in judged.questions["1"].checks.values()} == {CheckStatus.UNGRADED}
    assert {verdict.status for verdict in judged.questions["2"].checks.values()} == {CheckStatus.PASSED}
    assert not judged.interrupted


def test_a_closed_sandbox_leaves_everything_ungraded(sums, submit):
    sandbox = Sandbox(Tier.C, ("numpy",))
    sandbox.close()
    judged = judge_submission(submit("ann"), tasks(sums, "1", "2"), LIMITS, sandbox)
    assert judged.loaded is None
    assert judged.interrupted == {"1", "2"}
    statuses = {verdict.status for one in judged.questions.values() for verdict in one.checks.values()}
    assert statuses == {CheckStatus.UNGRADED}


def right_after(blow):
    """Strikes, then asks and passes whatever is answered."""

    def dialogue():
        blow()
        outcomes = yield [Call("centred", ([[1.0]],))] * 2
        return PASSED if len(outcomes) == 2 else Verdict(CheckStatus.FAILED)

    return dialogue


def test_a_zygote_that_is_killed_is_survived(sums, submit):
    with Sandbox(best_tier(), ("numpy",)) as sandbox:
        blows = [signal.SIGKILL]

        def blow():
            if blows:
                os.kill(sandbox._nursery._zygote.pid, blows.pop())

        work = [*tasks(sums, "1"), Task(Scripted(sums.questions[1], right_after(blow)), LIMITS)]
        judged = judge_submission(submit("ann"), work, LIMITS, sandbox)
        statuses = {verdict.status for one in judged.questions.values() for verdict in one.checks.values()}
        assert statuses == {CheckStatus.PASSED}
        assert not judged.interrupted


class Doomed(Scripted):
    """The sandbox fails under it, some times."""

    def __init__(self, question, times):
        super().__init__(question, right_after(lambda: None))
        self._left = [None] * times

    def dialogues(self):
        if self._left:
            self._left.pop()
            raise SandboxError("the zygote died")
        return super().dialogues()


@pytest.mark.parametrize(("times", "status"), [(1, CheckStatus.PASSED), (2, CheckStatus.UNGRADED)])
def test_what_the_sandbox_interrupts_is_tried_once_more(sums, numpy_sandbox, submit, times, status):
    work = [*tasks(sums, "1"), Task(Doomed(sums.questions[1], times), LIMITS)]
    judged = judge_submission(submit("ann"), work, LIMITS, numpy_sandbox)
    assert judged.loaded is not None
    assert {verdict.status for verdict in judged.questions["1"].checks.values()} == {CheckStatus.PASSED}
    assert {verdict.status for verdict in judged.questions["2"].checks.values()} == {status}
    assert judged.interrupted == (frozenset() if status is CheckStatus.PASSED else {"2"})


@pytest.mark.parametrize("place", ["reading.displays.written", "judge.judge_derivation"])
def test_a_fault_around_a_derivation_leaves_the_codes_verdicts(sums, numpy_sandbox, submit, monkeypatch, place):
    def failing(*args, **rest):
        raise RecursionError("ours")

    monkeypatch.setattr(f"grader.proof.{place}", failing)
    (task,) = tasks(sums, "2")
    claimed = replace(task.question, claim=SimpleNamespace())
    task = replace(task, prepared=replace(task.prepared, question=claimed), derivation="$$ a = b $$")
    one = judge_submission(submit("ann"), [task], LIMITS, numpy_sandbox).questions["2"]
    assert [verdict.status for verdict in one.checks.values()] == [CheckStatus.PASSED]
    assert one.proof == Unjudged("RecursionError: ours")
    assert one.ours


def test_unjudged_names_the_fault(sums):
    judged = unjudged(sums.questions, KeyError("gone"))
    assert judged.loaded is None
    assert not judged.interrupted
    assert unjudged(sums.questions, SandboxError("dead")).interrupted == {"1", "2", "3"}
    (verdict,) = judged.questions["2"].checks.values()
    assert verdict.message == "the grader failed, not the submission: KeyError: 'gone'"


def test_loading_gets_the_memory_of_the_question_that_may_use_most():
    tasks = [Task(SimpleNamespace(), Limits(memory_mb=megabytes)) for megabytes in (64, 3000, 512)]
    assert _widest(tasks, LIMITS) == Limits(10, 10, 2, memory_mb=3000)
    assert _widest(tasks[:1], LIMITS) == LIMITS
    assert _widest([], LIMITS) == LIMITS
