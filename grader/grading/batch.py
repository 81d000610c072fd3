"""A class of submissions: what has to be judged, judging it side by side, and what of it is recorded.

Every distinct submission (by hash) is judged once, whoever handed it in; verdicts are kept as soon as they are
there, so that a stop loses at most what was running.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from importlib.metadata import version

from grader.course.assignment import Assignment, PreparedQuestion, Question, prepare
from grader.grading.pipeline import Judged, Task, judge_submission
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import CheckStatus, Limits, Submission, Tier
from grader.sandbox.pool import Sandbox

# What loading the cells gave is kept beside the verdicts, under this name instead of a question's.
LOADING = "loading"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch is graded by: everything that decides a verdict, except the submission."""

    assignment: Assignment
    questions: tuple[Question, ...]  # all of the assignment's, or those of --only
    seed: int
    tier: Tier
    workers: int = 2

    def key(self, name: str) -> str:
        """Under what a verdict is looked up again: of a question, or of loading."""
        parts = {
            "assignment": self.assignment.name,
            "question": name,
            "fingerprint": self.assignment.fingerprints.get(name, ""),
            "limits": repr(self.limits(name)),
            "seed": self.seed,
            "tier": self.tier.value,
            "versions": versions(),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def limits(self, name: str) -> Limits:
        """Of a question; of loading, the assignment's own."""
        rubric = self.assignment.rubric
        return rubric.questions[name].limits if name in rubric.questions else rubric.limits

    def keys(self) -> dict[str, str]:
        """Key by question, and of loading."""
        return {name: self.key(name) for name in (LOADING, *(question.id for question in self.questions))}


def versions() -> dict[str, str]:
    """Of what can change a verdict."""
    return {name: version(name) for name in ("grader", "numpy", "torch")}


@dataclass(frozen=True, slots=True)
class Progress:
    """A submission is judged: `done` of `total` distinct ones."""

    done: int
    total: int
    student: str


def waiting(
    plan: Plan, submissions: Sequence[Submission], store: Store
) -> list[tuple[Submission, list[Question]]]:
    """The distinct readable submissions that lack verdicts, with the questions that they lack."""
    keys, found, seen = plan.keys(), [], set()
    for submission in submissions:
        if submission.problem is not None or submission.sha256 in seen:
            continue
        seen.add(submission.sha256)
        known = store.recall(submission.sha256, keys.values())
        lacking = [question for question in plan.questions if keys[question.id] not in known]
        if lacking or keys[LOADING] not in known:
            found.append((submission, lacking))
    return found


def judge_batch(
    plan: Plan,
    work: Sequence[tuple[Submission, list[Question]]],
    store: Store,
    sandbox: Sandbox,
    report: Callable[[Progress], None],
) -> dict[str, Mapping[str, QuestionVerdicts]]:
    """Judges and keeps; returns, by submission hash, the verdicts that may not be kept: faults of ours.

    Ctrl-C ends it after dropping what is running; everything reported is in the store.
    """
    prepared = _prepare(plan, work)
    faults: dict[str, Mapping[str, QuestionVerdicts]] = {}
    with ThreadPoolExecutor(plan.workers) as pool:
        for done, (submission, judged) in enumerate(
            _side_by_side(pool, plan, work, prepared, sandbox), start=1
        ):
            kept, failed = kept_apart(judged)
            store.remember(submission.sha256, {plan.key(name): verdicts for name, verdicts in kept.items()})
            if failed:
                faults[submission.sha256] = failed
            report(Progress(done, len(work), submission.student))
    return faults


def _prepare(plan: Plan, work: Sequence[tuple[Submission, list[Question]]]) -> dict[str, PreparedQuestion]:
    needed = {question.id: question for _, lacking in work for question in lacking}
    return {name: prepare(question, plan.seed, plan.assignment) for name, question in needed.items()}


def _side_by_side(
    pool: ThreadPoolExecutor,
    plan: Plan,
    work: Sequence[tuple[Submission, list[Question]]],
    prepared: Mapping[str, PreparedQuestion],
    sandbox: Sandbox,
) -> Iterator[tuple[Submission, Judged]]:
    """As they finish; never more handed out than there are workers, so that a stop has little to drop."""
    todo = iter(work)
    running: dict[Future[Judged], Submission] = {}
    try:
        while True:
            while len(running) < plan.workers and (item := next(todo, None)) is not None:
                submission, lacking = item
                tasks = [Task(prepared[question.id], plan.limits(question.id)) for question in lacking]
                future = pool.submit(judge_submission, submission, tasks, plan.limits(LOADING), sandbox)
                running[future] = submission
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
    finally:
        if running:
            sandbox.close()  # ends the sessions, so that the workers come back


def kept_apart(judged: Judged) -> tuple[dict[str, QuestionVerdicts], dict[str, QuestionVerdicts]]:
    """What may be kept, and what a fault of ours left ungraded and the next run must try again."""
    kept: dict[str, QuestionVerdicts] = {}
    failed: dict[str, QuestionVerdicts] = {}
    for name, verdicts in judged.questions.items():
        ours = any(verdict.status is CheckStatus.UNGRADED for verdict in verdicts.checks.values())
        (failed if ours else kept)[name] = verdicts
    if judged.loaded is not None:
        loaded = judged.loaded
        failures = tuple(
            f"{failure.cell} raised {failure.type_name}: {failure.message}" for failure in loaded.failures
        )
        problem = (loaded.problem,) if loaded.problem else ()
        notes = (*problem, *failures, *loaded.notes)
        kept[LOADING] = QuestionVerdicts(LOADING, {}, notes, output=loaded.output)
    return kept, failed
