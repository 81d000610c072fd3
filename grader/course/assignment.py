"""An assignment: which questions in which order, made of the bank's checks and the rubric's points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.carry import carry_of
from grader.course.cases import build, draw_cases, sketch
from grader.course.estimator import Estimator, prepare_estimator
from grader.course.frozen import Frozen
from grader.course.question import Check
from grader.course.sampler import Sampler, prepare_sampler
from grader.judge.assess import ValueCheck
from grader.judge.case import Dialogue
from grader.judge.estimators import EstimatorCheck, judge_estimator
from grader.judge.samplers import SamplerCheck, judge_sampler
from grader.judge.values import judge_values
from grader.proof.claim import Claim, without_goals
from grader.records import Mode, Visibility

if TYPE_CHECKING:
    from grader.course.rubric import AssignmentRubric, CheckRubric, QuestionRubric


AnyCheck = Check | Sampler | Estimator | Frozen


Prepared = ValueCheck | SamplerCheck | EstimatorCheck


@dataclass(frozen=True, slots=True)
class Question:
    """A sub-question of a sheet: its checks, in the order in which students see them, and what is to be proved."""

    id: str
    title: str
    checks: tuple[AnyCheck, ...] = ()
    claim: Claim | None = None


def question(id: str, title: str, *checks: AnyCheck, claim: Claim | None = None) -> Question:  # noqa: A002 - the sheet's word
    """A sub-question; `title` is what students read above its marks, `claim` what its derivation is judged by.

    A question whose rubric has a derivation part and that has no claim leaves derivations for a person.
    """
    return Question(id, title, checks, claim)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A sheet as it is graded. `fingerprints` change when anything that decides a question's verdicts does."""

    name: str
    questions: tuple[Question, ...]
    rubric: AssignmentRubric
    fingerprints: Mapping[str, str]
    starter: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by kind and question: unanswered
    proofs: Mapping[str, Path] = field(default_factory=dict)  # by question: files of derivations of its claim

    def rubric_of(self, question: Question) -> QuestionRubric:
        return self.rubric.questions[question.id]


def public(assignment: Assignment) -> Assignment:
    """The assignment with what students may run themselves; parts keep all their points.

    These are the public checks, and the claims without the goals that the sheet asks for.
    """
    rubrics, questions = {}, []
    for item in assignment.questions:
        rubric = assignment.rubric_of(item)
        shown = {} if rubric.code is None else _shown(rubric.code.checks)
        code = None if rubric.code is None else replace(rubric.code, checks=shown)
        rubrics[item.id] = replace(rubric, code=code)
        checks = tuple(check for check in item.checks if check.id in shown)
        questions.append(replace(item, checks=checks, claim=item.claim and without_goals(item.claim)))
    rubric_shown = replace(assignment.rubric, questions=rubrics)
    return replace(assignment, questions=tuple(questions), rubric=rubric_shown)


def _shown(checks: Mapping[str, CheckRubric]) -> Mapping[str, CheckRubric]:
    return {name: check for name, check in checks.items() if check.visibility is Visibility.PUBLIC}


@dataclass(frozen=True, slots=True)
class PreparedQuestion:
    """A question with its cases drawn: what every submission of a batch is judged by."""

    question: Question
    checks: tuple[Prepared, ...]

    def dialogues(self) -> Sequence[Dialogue]:
        """A fresh dialogue for each check, in order."""
        return [start(check) for check in self.checks]


def start(check: Prepared) -> Dialogue:
    """A fresh dialogue that ends in the verdict on one submission."""
    match check:
        case ValueCheck():
            return judge_values(check)
        case SamplerCheck():
            return judge_sampler(check)
        case EstimatorCheck():
            return judge_estimator(check)


def prepare(question: Question, seed: int, assignment: Assignment) -> PreparedQuestion:
    """Draws the cases of every check; needed once per batch, whatever the number of students."""
    code = assignment.rubric_of(question).code
    carries = code is not None and code.carry_forward
    checks = (prepare_check(check, seed, assignment.name) for check in question.checks)
    return PreparedQuestion(
        question,
        tuple(
            replace(prepared, carried=carry_of(check)) if carries and isinstance(prepared, ValueCheck) else prepared
            for check, prepared in zip(question.checks, checks, strict=True)
        ),
    )


def prepare_check(check: AnyCheck, seed: int, assignment: str) -> Prepared:
    if isinstance(check, Frozen):
        return check.prepared
    if isinstance(check, Sampler):
        return prepare_sampler(check, seed, assignment)
    if isinstance(check, Estimator):
        return prepare_estimator(check, seed, assignment)
    return ValueCheck(
        function=check.function,
        cases=draw_cases(check, seed, assignment),
        build=build,
        sketch=partial(sketch, check),
        mistakes=tuple(check.mistakes),
        holds=check.holds,
        mode=Mode.VALUE if check.gradients is None else Mode.GRADIENT,
        within=check.within,
    )
