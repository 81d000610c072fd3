"""An assignment: which questions in which order, made of the bank's checks and the rubric's points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from grader.course.blame import blamed
from grader.course.carry import carry_of
from grader.course.cases import build, draw_cases, sketch
from grader.course.declared import Declared
from grader.course.estimator import Estimator, prepare_estimator
from grader.course.faults import nearest
from grader.course.frozen import Frozen
from grader.course.question import Check
from grader.course.sampler import Sampler, prepare_sampler
from grader.errors import CourseError
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
    for one in checks:
        if not isinstance(one, AnyCheck):
            raise CourseError(f"question {id!r}: {_mistaken(one, AnyCheck, 'a check')}")
    if claim is not None and not isinstance(claim, Claim):
        raise CourseError(f"question {id!r}: claim={_mistaken(claim, Claim, 'a claim')}")
    return Question(id, title, checks, claim)


def _mistaken(given: object, kind: Any, words: str) -> str:
    """What stands in the place of a check or a claim, and which of that kind was most likely meant."""
    if not isinstance(given, ModuleType):
        lacks = ": does it lack its decorator?" if isinstance(given, FunctionType) else ""
        return f"{_shortened(given)} is {_kind(given)}, not {words}{lacks}"
    last = given.__name__.rpartition(".")[2]
    inside = [name for name, value in vars(given).items() if isinstance(value, kind)]
    near = nearest(last, inside) or next(iter(inside), None)
    hint = f"did you mean '{last}.{near}'?" if near else f"it declares no {words.partition(' ')[2]}"
    return f"`{last}` is a module, not {words} ({hint})"


def _shortened(given: object) -> str:
    return f"`{getattr(given, '__name__', None) or repr(given)[:40]}`"


def _kind(given: object) -> str:
    return "a function" if isinstance(given, FunctionType) else f"of type {type(given).__name__}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A sheet as it is graded. `fingerprints` change when anything that decides a question's verdicts does."""

    name: str
    questions: tuple[Question, ...]
    rubric: AssignmentRubric
    fingerprints: Mapping[str, str]
    starter: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by kind and question: unanswered
    proofs: Mapping[str, Path] = field(default_factory=dict)  # by question: files of derivations of its claim
    places: Mapping[str, Declared] = field(default_factory=dict)  # by question: where its claim is declared

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
    """Draws the cases of every check; needed once per batch, whatever the number of students.

    Raises:
        CourseError: the course's own code failed; at its line.
    """
    code = assignment.rubric_of(question).code
    carries = code is not None and code.carry_forward
    doing = f"question {question.id}: its cases cannot be drawn: "
    checks = (_prepared(check, seed, assignment.name, doing) for check in question.checks)
    return PreparedQuestion(
        question,
        tuple(
            replace(prepared, carried=carry_of(check)) if carries and isinstance(prepared, ValueCheck) else prepared
            for check, prepared in zip(question.checks, checks, strict=True)
        ),
    )


def prepare_check(check: AnyCheck, seed: int, assignment: str) -> Prepared:
    """One check with its cases drawn.

    Raises:
        CourseError: the course's own code failed; at its line.
    """
    return _prepared(check, seed, assignment, f"the cases of `{check.function}` cannot be drawn: ")


def _prepared(check: AnyCheck, seed: int, assignment: str, doing: str) -> Prepared:
    with blamed(check.draw, doing):
        return _drawn(check, seed, assignment)


def _drawn(check: AnyCheck, seed: int, assignment: str) -> Prepared:
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
