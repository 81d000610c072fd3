"""One submission through its questions: the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.course.assignment import PreparedQuestion, Question
from grader.course.blame import FAULTS
from grader.errors import GraderError, SandboxError
from grader.grading.verdicts import QuestionVerdicts, Unjudged
from grader.judge.case import MAX_ROUNDS, Dialogue
from grader.proof.judgement import Judgement
from grader.records import Call, CheckStatus, Limits, Loaded, Outcome, Submission, Verdict
from grader.sandbox.pool import Sandbox
from grader.sandbox.session import QuestionProcess, Session

# What a fault of our own may raise: it leaves checks ungraded, whatever a student handed in.
OUR_FAULTS = (GraderError, *FAULTS)
# Of these a failure of the sandbox itself: its zygote may have been killed, its scratch folder removed.
SANDBOX_FAULTS = (SandboxError, OSError)
_SEEDS = 2**32  # of the random worlds that derivations are judged in


@dataclass(frozen=True, slots=True)
class Task:
    """A question to be judged, within its limits; `derivation` is what the student wrote to prove its claim."""

    prepared: PreparedQuestion
    limits: Limits
    derivation: str = ""
    seed: int = 0

    @property
    def question(self) -> Question:
        return self.prepared.question


@dataclass(frozen=True, slots=True)
class Judged:
    """What one submission's code did; `loaded` is None where the sandbox itself failed.

    `interrupted` are the questions that a failure of the sandbox left without verdicts.
    """

    loaded: Loaded | None
    questions: Mapping[str, QuestionVerdicts]
    interrupted: frozenset[str] = field(default_factory=frozenset)


def judge_submission(submission: Submission, tasks: Sequence[Task], limits: Limits, sandbox: Sandbox) -> Judged:
    """Loads the submission once and judges every task; faults of ours become ungraded verdicts.

    What a failure of the sandbox interrupted (somebody may have killed the zygote) is tried once more.
    """
    first = _judge(submission, tasks, limits, sandbox)
    if not first.interrupted:
        return first
    again = _judge(submission, [task for task in tasks if task.question.id in first.interrupted], limits, sandbox)
    return Judged(first.loaded or again.loaded, {**first.questions, **again.questions}, again.interrupted)


def _judge(submission: Submission, tasks: Sequence[Task], limits: Limits, sandbox: Sandbox) -> Judged:
    try:
        with sandbox.open(submission, _widest(tasks, limits)) as session:
            return _judge_all(session, tasks)
    except OUR_FAULTS as fault:
        return unjudged([task.question for task in tasks], fault)


def _widest(tasks: Sequence[Task], limits: Limits) -> Limits:
    """Those for loading, with memory for the question that may use most: what it needs is loaded there, too."""
    return replace(limits, memory_mb=max(limits.memory_mb, *(task.limits.memory_mb for task in tasks), 0))


def _judge_all(session: Session, tasks: Sequence[Task]) -> Judged:
    questions: dict[str, QuestionVerdicts] = {}
    interrupted = set()
    for task in tasks:
        try:
            questions[task.question.id] = replace(_judge_question(session, task), proof=_proof(task))
        except OUR_FAULTS as fault:
            questions[task.question.id] = _ungraded(task.question, fault)
            if isinstance(fault, SANDBOX_FAULTS):
                interrupted.add(task.question.id)
    return Judged(session.loaded, questions, frozenset(interrupted))


def _judge_question(session: Session, task: Task) -> QuestionVerdicts:
    question = task.question
    if session.loaded.problem is not None:
        lost = Verdict(CheckStatus.ERROR, session.loaded.problem)
        return QuestionVerdicts(question.id, {check.id: lost for check in question.checks})
    with session.question(task.limits) as process:
        verdicts = converse(task.prepared.dialogues(), process)
    return QuestionVerdicts(
        question.id, {check.id: verdict for check, verdict in zip(question.checks, verdicts, strict=True)}
    )


def _proof(task: Task) -> Judgement | Unjudged | None:
    """What is said of the derivation; a fault of ours leaves the code's verdicts as they are."""
    if task.question.claim is None or not task.derivation.strip():
        return None
    # Late: most runs have no derivation to read.
    from grader.proof.judge import judge_derivation
    from grader.proof.reading.displays import written

    try:
        chains = [[line.latex for line in chain] for chain in written(task.derivation).chains]
        return judge_derivation(task.question.claim, chains, seed=task.seed % _SEEDS)
    except OUR_FAULTS as fault:
        return Unjudged(f"{type(fault).__name__}: {fault}")


def converse(dialogues: Sequence[Dialogue], process: QuestionProcess) -> list[Verdict]:
    """Carries the dialogues' calls to the live process, all of a round at once, until each has its verdict.

    A judge that fails leaves its own check ungraded and no other.
    """
    steps = [_advance(dialogue, None) for dialogue in dialogues]
    for _ in range(MAX_ROUNDS):
        requests = {index: step for index, step in enumerate(steps) if not isinstance(step, Verdict)}
        if not requests:
            break
        answers = process.run(list(requests.values()))
        for index, outcomes in zip(requests, answers, strict=True):
            steps[index] = _advance(dialogues[index], outcomes)
    undecided = Verdict(CheckStatus.UNDECIDED, f"not decided after {MAX_ROUNDS} rounds of calls: left for a person")
    return [step if isinstance(step, Verdict) else undecided for step in steps]


def _advance(dialogue: Dialogue, outcomes: Sequence[Outcome] | None) -> Sequence[Call] | Verdict:
    """The next request of a dialogue, or what it decided. A dialogue starts with no outcomes."""
    try:
        return next(dialogue) if outcomes is None else dialogue.send(outcomes)
    except StopIteration as done:
        verdict: Verdict = done.value
        return verdict
    except OUR_FAULTS as fault:
        return _lost(fault)


def unjudged(questions: Iterable[Question], fault: BaseException) -> Judged:
    """Nothing is known of a submission, for a reason of ours."""
    lost = {question.id: _ungraded(question, fault) for question in questions}
    return Judged(None, lost, frozenset(lost) if isinstance(fault, SANDBOX_FAULTS) else frozenset())


def _ungraded(question: Question, fault: BaseException) -> QuestionVerdicts:
    return QuestionVerdicts(question.id, {check.id: _lost(fault) for check in question.checks})


def _lost(fault: BaseException) -> Verdict:
    words = f"the grader failed, not the submission: {type(fault).__name__}: {fault}"
    return Verdict(CheckStatus.UNGRADED, words)
