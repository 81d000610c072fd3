"""One submission through its questions: the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.course.assignment import PreparedQuestion
from grader.errors import GraderError
from grader.grading.verdicts import QuestionVerdicts
from grader.judge.case import MAX_ROUNDS, Dialogue
from grader.records import Call, CheckStatus, Limits, Loaded, Submission, Verdict
from grader.sandbox.pool import Sandbox
from grader.sandbox.session import QuestionProcess, Session

# What a fault of our own may raise: it leaves checks ungraded, whatever a student handed in.
OUR_FAULTS = (
    GraderError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Task:
    """A question to be judged, within its limits."""

    prepared: PreparedQuestion
    limits: Limits


@dataclass(frozen=True, slots=True)
class Judged:
    """What one submission's code did; `loaded` is None where the sandbox itself failed."""

    loaded: Loaded | None
    questions: Mapping[str, QuestionVerdicts]


def judge_submission(
    submission: Submission, tasks: Sequence[Task], limits: Limits, sandbox: Sandbox
) -> Judged:
    """Loads the submission once and judges every task; faults of ours become ungraded verdicts."""
    try:
        with sandbox.open(submission, limits) as session:
            judged = {task.prepared.question.id: _judge_question(session, task) for task in tasks}
            return Judged(session.loaded, judged)
    except OUR_FAULTS as fault:
        return Judged(None, {task.prepared.question.id: _ungraded(task, fault) for task in tasks})


def _judge_question(session: Session, task: Task) -> QuestionVerdicts:
    question = task.prepared.question
    try:
        if session.loaded.problem is not None:
            lost = Verdict(CheckStatus.ERROR, session.loaded.problem)
            return QuestionVerdicts(question.id, {check.id: lost for check in question.checks})
        with session.question(task.limits) as process:
            verdicts = converse(task.prepared.dialogues(), process)
    except OUR_FAULTS as fault:
        return _ungraded(task, fault)
    return QuestionVerdicts(
        question.id, {check.id: verdict for check, verdict in zip(question.checks, verdicts, strict=True)}
    )


def converse(dialogues: Sequence[Dialogue], process: QuestionProcess) -> list[Verdict]:
    """Carries the dialogues' calls to the live process, all of a round at once, until each has its verdict."""
    verdicts: dict[int, Verdict] = {}
    requests: dict[int, Sequence[Call]] = {}
    for index, dialogue in enumerate(dialogues):
        try:
            requests[index] = next(dialogue)
        except StopIteration as done:
            verdicts[index] = done.value
    for _ in range(MAX_ROUNDS):
        if not requests:
            break
        order = sorted(requests)
        answers = process.run([requests[index] for index in order])
        requests = {}
        for index, outcomes in zip(order, answers, strict=True):
            try:
                requests[index] = dialogues[index].send(outcomes)
            except StopIteration as done:
                verdicts[index] = done.value
    undecided = Verdict(
        CheckStatus.UNDECIDED, f"not decided after {MAX_ROUNDS} rounds of calls: left for a person"
    )
    return [verdicts.get(index, undecided) for index in range(len(dialogues))]


def _ungraded(task: Task, fault: BaseException) -> QuestionVerdicts:
    words = f"the grader failed, not the submission: {type(fault).__name__}: {fault}"
    verdict = Verdict(CheckStatus.UNGRADED, words)
    question = task.prepared.question
    return QuestionVerdicts(question.id, {check.id: verdict for check in question.checks})
