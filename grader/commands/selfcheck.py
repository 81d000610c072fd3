"""One submission through the public checks: behind `grader check`, `--watch` and the cell of a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.desk import Desk, find_desk, find_kit, named
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.course.assignment import Assignment, PreparedQuestion, Question
    from grader.grading.batch import Plan
    from grader.grading.verdicts import QuestionVerdicts
    from grader.records import Result, Submission, Tier
    from grader.sandbox.pool import Sandbox

# Of a kit, what is no part of the submission beside it.
_OF_THE_KIT = ("kit.json", "cases.json", "worlds/")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be checked: an assignment's questions (all, if none is named) by a course or kit."""

    assignment: str | None = None
    questions: tuple[str, ...] = ()
    course: Path | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The result, and the desk it comes from."""

    result: Result
    desk: Desk


def read_beside(path: Path, kit: Path | None) -> Submission:
    """A submission as its author runs it, without the kit's own files; a module with the written answers beside it.

    Raises:
        UsageError: the path does not exist.
    """
    from grader.course.starter import WRITTEN
    from grader.records import Cell, CellKind
    from grader.submission.layouts import read_in_place

    submission = read_in_place(path)
    written = submission.beside.get(WRITTEN)
    if path.suffix == ".py" and written is not None:
        prose = Cell(CellKind.MARKDOWN, written.decode("utf-8", "replace"), WRITTEN)
        submission = replace(submission, cells=(*submission.cells, prose))
    if kit is None:
        return submission
    return replace(submission, beside={name: data for name, data in submission.beside.items() if _is_own(name)})


def _is_own(name: str) -> bool:
    return not name.startswith((*_OF_THE_KIT, ".", "README")) and not name.endswith(".whl")


def check_file(path: Path, wanted: Wanted) -> Checked:
    """Checks a notebook, a module, a folder or a zip.

    Raises:
        UsageError: it does not exist, or nothing says what it answers.
        CourseError: the course or the kit is at fault.
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist")
    kit = find_kit(wanted.course, path)
    if path.resolve() == kit:
        path = _worked_in(path)
    return check_submission(read_beside(path, kit), wanted, path)


def _worked_in(kit: Path) -> Path:
    """Of a kit's folder the one file that was worked on, as for a command without a path; else all of it."""
    from grader.commands.worked_on import only_one

    try:
        return only_one(kit, kit)
    except UsageError:
        return kit


def check_submission(submission: Submission, wanted: Wanted, place: Path) -> Checked:
    """Checks what was read, by the course or kit around `place`; only what has changed since is run again.

    The sandbox starts before a course is read: it imports in a process of its own meanwhile.
    """
    from grader.sandbox.isolation import best_tier

    name = named(wanted.assignment, submission)
    if submission.problem is not None:
        if name is None and find_kit(wanted.course, place) is None:
            # It cannot say what it answers, but that is not what is wrong with it.
            raise UsageError(submission.problem)
        desk = find_desk(wanted.course, place, name)
        return Checked(_marked(_plan(desk, wanted, best_tier()), submission, {}), desk)
    if find_kit(wanted.course, place) is not None:
        return _by_kit(submission, wanted, find_desk(wanted.course, place, name), best_tier())
    with _starting(submission) as starting:
        desk = find_desk(wanted.course, place, name)
        sandbox = starting.result()
        plan = _plan(desk, wanted, sandbox.tier)
        verdicts = _verdicts(plan, plan.questions, submission, sandbox)
        return Checked(_warned(_marked(plan, submission, verdicts), submission, desk), desk)


@contextmanager
def _starting(submission: Submission) -> Iterator[Future[Sandbox]]:
    """The best sandbox of this machine, found and started in a thread."""
    from grader.grading.preload import preload
    from grader.sandbox.isolation import best_tier
    from grader.sandbox.spawn import sandbox_here

    with ExitStack() as owned, ThreadPoolExecutor(1) as pool:
        yield pool.submit(lambda: owned.enter_context(sandbox_here(best_tier(), preload([submission]))))


def _by_kit(submission: Submission, wanted: Wanted, desk: Desk, tier: Tier) -> Checked:
    from grader.commands.remembered import Remembered
    from grader.grading.batch import LOADING
    from grader.grading.preload import on_tensors, preload
    from grader.sandbox.spawn import sandbox_here

    assert desk.kit is not None
    plan = _plan(desk, wanted, tier)
    remembered = Remembered(desk.kit, plan, submission)
    known = remembered.recall()
    missing = [question for question in plan.questions if question.id not in known]
    if missing or LOADING not in known:
        with sandbox_here(tier, preload([submission], on_tensors(plan.questions))) as sandbox:
            known = {**known, **_verdicts(plan, missing, submission, sandbox)}
        remembered.keep(known)
    return Checked(_warned(_marked(plan, submission, known), submission, desk), desk)


def _plan(desk: Desk, wanted: Wanted, tier: Tier) -> Plan:
    from grader.grading.batch import Plan
    from grader.grading.marking import selected
    from grader.records import PUBLIC_SEED

    _require_whole(desk.assignment, wanted.questions)
    return Plan(desk.assignment, selected(desk.assignment, wanted.questions), PUBLIC_SEED, tier, workers=1)


def _require_whole(assignment: Assignment, names: Sequence[str]) -> None:
    """Refuses "2" where there are 2a and 2b, and names these."""
    known = [question.id for question in assignment.questions]
    for name in names:
        parts = [one for one in known if name and one.startswith(name)]
        if name not in known and parts:
            raise UsageError(f"{assignment.name} has no question {name!r}; it has {', '.join(parts)}")


def _verdicts(
    plan: Plan, questions: Sequence[Question], submission: Submission, sandbox: Sandbox
) -> dict[str, QuestionVerdicts]:
    from grader.grading.batch import LOADING, kept_apart, tasks_of
    from grader.grading.pipeline import judge_submission

    tasks = tasks_of(plan, submission, [_prepared(plan, item) for item in questions])
    kept, fleeting = kept_apart(judge_submission(submission, tasks, plan.limits(LOADING), sandbox))
    return {**kept, **fleeting}


def _prepared(plan: Plan, question: Question) -> PreparedQuestion:
    from grader.course.assignment import prepare
    from grader.course.simpler import with_common_examples

    return with_common_examples(prepare(question, plan.seed, plan.assignment))


def _marked(plan: Plan, submission: Submission, verdicts: Mapping[str, QuestionVerdicts]) -> Result:
    from grader.grading.booking import HandedIn
    from grader.grading.marking import mark, run_of

    return mark(plan, run_of(plan, None, plan.seed), HandedIn(submission), verdicts, datetime.now(UTC))


def _warned(result: Result, submission: Submission, desk: Desk) -> Result:
    """With a note on everything that works here and would not at grading, and on derivations that are not there."""
    from grader.commands.unproved import unproved
    from grader.submission.hazards import hazards

    missing = unproved(result, submission, desk.assignment.starter)
    return replace(result, notes=(*result.notes, *hazards(submission, _unchecked(result, desk)), *missing))


def _unchecked(result: Result, desk: Desk) -> dict[str, str]:
    """What the starter asks for and no line below a question speaks of; nothing where only some are asked for.

    Which question a function belongs to that is checked at grading alone is not known here.
    """
    questions = desk.assignment.questions
    if len(result.questions) < len(questions):
        return {}
    checked = {check.function.partition(".")[0] for question in questions for check in question.checks}
    return {name: source for name, source in desk.stubs.items() if name not in checked}
