"""A class of submissions: what has to be judged, and judging it side by side.

Every distinct submission (by hash) is judged once, whoever handed it in; verdicts are kept as soon as they are
there, so that a stop loses at most what was running.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version

from grader.course.assignment import Assignment, PreparedQuestion, Question, prepare
from grader.grading.pipeline import Judged, Task, judge_submission, unjudged
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Limits, PartKind, Submission, Tier
from grader.sandbox.pool import Sandbox
from grader.submission.answers import answers

# What loading the cells gave is kept beside the verdicts, under this name instead of a question's.
LOADING = "loading"


def versions() -> dict[str, str]:
    """Of what can change a verdict."""
    return {name: version(name) for name in ("grader", "numpy", "torch")}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch is graded by: everything that decides a verdict, except the submission."""

    assignment: Assignment
    questions: tuple[Question, ...]  # all of the assignment's, or those of --only
    seed: int
    tier: Tier
    workers: int = 2
    versions: Mapping[str, str] = field(default_factory=versions)

    def key(self, name: str) -> str:
        """Under what a verdict is looked up again: of a question, or of loading."""
        parts = {
            "assignment": self.assignment.name,
            "question": name,
            "fingerprint": self.assignment.fingerprints.get(name, ""),
            "carry_forward": self._carries(name),
            "limits": repr(self.limits(name)),
            "seed": self.seed,
            "tier": self.tier.value,
            "versions": dict(self.versions),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def limits(self, name: str) -> Limits:
        """Of a question; of loading, the assignment's own."""
        rubric = self.assignment.rubric
        return rubric.questions[name].limits if name in rubric.questions else rubric.limits

    def keys(self) -> dict[str, str]:
        """Key by question, of the whole assignment, and of loading."""
        return {name: self.key(name) for name in (LOADING, *(question.id for question in self.assignment.questions))}

    def _carries(self, name: str) -> bool:
        rubric = self.assignment.rubric.questions.get(name)
        return rubric is not None and rubric.code is not None and rubric.code.carry_forward


@dataclass(frozen=True, slots=True)
class Work:
    """A submission, and the questions that it has no verdicts for."""

    submission: Submission
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A submission is judged: `done` of `total` distinct ones; a fault of ours left the questions `ungraded`."""

    done: int
    total: int
    work: Work
    ungraded: tuple[str, ...] = ()


def waiting(plan: Plan, asked: Iterable[tuple[Submission, Sequence[Question]]], store: Store) -> list[Work]:
    """The distinct readable submissions that lack verdicts for questions asked of them, and which."""
    keys = plan.keys()
    submissions: dict[str, Submission] = {}
    questions: dict[str, set[str]] = {}
    for submission, wanted in asked:
        if submission.problem is None and submission.files:
            submissions.setdefault(submission.sha256, submission)
            questions.setdefault(submission.sha256, set()).update(question.id for question in wanted)
    found = []
    for sha256, submission in submissions.items():
        known = store.recall(sha256, [keys[LOADING], *(keys[name] for name in questions[sha256])])
        lacking = [
            one for one in plan.assignment.questions if one.id in questions[sha256] and keys[one.id] not in known
        ]
        if lacking or keys[LOADING] not in known:
            found.append(Work(submission, tuple(lacking)))
    return found


def judge_batch(
    plan: Plan, batch: Sequence[Work], store: Store, sandbox: Sandbox, report: Callable[[Progress], None]
) -> dict[str, Mapping[str, QuestionVerdicts]]:
    """Judges and keeps; returns, by submission hash, the verdicts that do not last and are not kept.

    Ctrl-C ends it after dropping what is running; everything reported is in the store.

    Raises:
        CourseError: the cases cannot be drawn: nothing has been judged then.
        SandboxError: the sandbox cannot be started; likewise.
    """
    questions = _prepare(plan, batch)
    sandbox.wait_until_ready()
    fleeting: dict[str, Mapping[str, QuestionVerdicts]] = {}
    with (
        ThreadPoolExecutor(plan.workers) as pool,
        closing(_side_by_side(pool, plan, batch, questions, sandbox)) as ends,
    ):
        for done, (work, judged) in enumerate(ends, start=1):
            kept, rest = kept_apart(judged)
            sha256 = work.submission.sha256
            store.remember(sha256, {plan.key(name): verdicts for name, verdicts in kept.items()})
            if rest:
                fleeting[sha256] = rest
            report(Progress(done, len(batch), work, tuple(name for name, one in rest.items() if one.ours)))
    return fleeting


def tasks_of(plan: Plan, submission: Submission, questions: Sequence[PreparedQuestion]) -> list[Task]:
    """What the submission is to be judged on: with the derivations that it holds."""
    found = answers(submission.cells, plan.assignment.starter)
    written = {one.question.id: found.get(PartKind.DERIVATION, one.question.id) for one in questions}
    return [
        Task(one, plan.limits(one.question.id), answer.text if (answer := written[one.question.id]) else "", plan.seed)
        for one in questions
    ]


def _prepare(plan: Plan, batch: Sequence[Work]) -> dict[str, PreparedQuestion]:
    needed = {question.id: question for work in batch for question in work.questions}
    return {name: prepare(question, plan.seed, plan.assignment) for name, question in needed.items()}


def _side_by_side(
    pool: ThreadPoolExecutor,
    plan: Plan,
    batch: Sequence[Work],
    prepared: Mapping[str, PreparedQuestion],
    sandbox: Sandbox,
) -> Generator[tuple[Work, Judged], None, None]:
    """As they finish; never more handed out than there are workers, so that a stop has little to drop."""
    todo = iter(batch)
    running: dict[Future[Judged], Work] = {}
    try:
        while True:
            while len(running) < plan.workers and (work := next(todo, None)) is not None:
                tasks = tasks_of(plan, work.submission, [prepared[question.id] for question in work.questions])
                future = pool.submit(judge_submission, work.submission, tasks, plan.limits(LOADING), sandbox)
                running[future] = work
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                work = running.pop(future)
                yield work, _outcome(future, work)
    finally:
        if running:
            sandbox.close()  # ends the sessions, so that the workers come back


def _outcome(future: Future[Judged], work: Work) -> Judged:
    """Course code may raise anything: whatever it was, the rest of the batch goes on."""
    fault = future.exception()
    return future.result() if fault is None else unjudged(work.questions, fault)


def kept_apart(judged: Judged) -> tuple[dict[str, QuestionVerdicts], dict[str, QuestionVerdicts]]:
    """What may be kept, and what does not last: the next run tries it again."""
    kept: dict[str, QuestionVerdicts] = {}
    fleeting: dict[str, QuestionVerdicts] = {}
    for name, verdicts in judged.questions.items():
        (kept if verdicts.lasts else fleeting)[name] = verdicts
    if judged.loaded is not None:
        loaded = judged.loaded
        failures = tuple(f"{failure.cell} raised {failure.type_name}: {failure.message}" for failure in loaded.failures)
        problem = (loaded.problem,) if loaded.problem else ()
        notes = (*problem, *failures, *loaded.notes)
        kept[LOADING] = QuestionVerdicts(LOADING, {}, notes, output=loaded.output)
    return kept, fleeting
