"""What is in a kit and what is not, and that checking with it says what checking with the course says."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from grader.commands.desk import find_desk
from grader.commands.selfcheck import Wanted, check_file
from grader.course.assignment import prepare_check
from grader.course.course import load_course
from grader.course.derivations import listed
from grader.course.question import Check
from grader.errors import CourseError, UsageError
from grader.judge.assess import ValueCheck
from grader.kit.kit import AT_GRADING, CASES, HIDDEN, KIT, kit_files, read_kit
from grader.kit.values import packed
from grader.proof.claim import Ask
from grader.proof.reading.displays import written
from grader.records import PUBLIC_SEED, PartKind, Visibility

PROJECT = Path(__file__).resolve().parents[2]
SHEETS = {
    "ss2022_seminar7": ("boris_torch", "clara_half.ipynb", "daniel_wrong.py"),
    "ss2023_seminar6": ("finn_module", "hugo_half.py", "ines_wrong.ipynb"),
}


@pytest.fixture(scope="module")
def course():
    return load_course(PROJECT)


@pytest.fixture(scope="module", params=SHEETS)
def sheet(request, course, tmp_path_factory):
    """A real sheet's name and its kit."""
    return made(request.param, course, tmp_path_factory)


@pytest.fixture(scope="module", params=sorted(path.parent.name for path in PROJECT.glob("assignments/*/assignment.py")))
def any_sheet(request, course, tmp_path_factory):
    """Each of the real sheets."""
    return made(request.param, course, tmp_path_factory)


def made(name, course, tmp_path_factory):
    """The kit of a sheet, made once."""
    folder = tmp_path_factory.getbasetemp() / name
    if folder.exists():
        return name, folder
    folder.mkdir()
    for file, text in kit_files(course.assignment(name), course.master(name)).items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return name, folder


def verdicts(path, name, desk):
    result = check_file(path, Wanted(name, (), desk)).result
    parts = [(question.id, part) for question in result.questions for part in question.parts]
    checks = {check.id: {**asdict(check), "seconds": 0} for _, part in parts for check in part.checks}
    return checks | {f"{one}/derivation": asdict(part) for one, part in parts if part.kind is PartKind.DERIVATION}


def test_the_kit_says_what_the_course_says(sheet, tmp_path):
    name, kit = sheet
    named = 0
    for sample in SHEETS[name]:
        path = PROJECT / "assignments" / name / "samples" / sample
        with_course, with_kit = verdicts(path, name, PROJECT), verdicts(path, name, kit)
        assert len(with_kit) >= 7
        assert {key: with_course[key] for key in with_kit} == with_kit
        named += sum(check.get("misconception") is not None for check in with_kit.values())
    assert named >= 5


def test_nothing_of_the_reference_and_nothing_hidden_is_inside(sheet, course):
    name, kit = sheet
    everything = all_of(kit)
    assert not re.search(r"\breference[./]\w|assignments[./]bank", everything)
    for source in (PROJECT / "reference").rglob("*.py"):
        code = [line.strip() for line in source.read_text(encoding="utf-8").splitlines()]
        assert [line for line in code if line.startswith("return ") and len(line) > 40 and line in everything] == []
    assignment = course.assignment(name)
    numbers = "".join((kit / CASES).read_text(encoding="utf-8").split())
    hidden = list(hidden_checks(assignment))
    assert len(hidden) >= 2
    for check in hidden:
        for text in told_by(prepare_check(check, PUBLIC_SEED, name), check, assignment):
            assert text not in numbers
        assert f'"{check.id}"' not in numbers
    criteria = [one.text for part in assignment.rubric.questions.values() if part.text for one in part.text.criteria]
    assert [text for text in criteria if text in everything] == []


def all_of(kit):
    """The text of every file."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(kit.rglob("*")) if path.is_file())


def squeezed(text):
    """Without what may stand between the same symbols, and as JSON and a notebook would not write it."""
    return re.sub(r"\s|\\[,;:! ]|\\q?quad|[{}&$]", "", text.replace("\\\\", "\\"))


def test_no_goal_that_is_asked_for_and_no_derivation_is_inside(any_sheet, course):
    name, kit = any_sheet
    everything, assignment = squeezed(all_of(kit)), course.assignment(name)
    claims = {question.id: question.claim for question in assignment.questions if question.claim is not None}
    asked = [claim for claim in claims.values() if claim.ask is Ask.COMPUTE]
    goals = [squeezed(sides.goal) for claim in asked for sides in claim.sides]
    assert [goal for goal in goals if goal in everything] == []
    given = [squeezed(text) for claim in claims.values() for text in given_by(claim)]
    given.append(squeezed((PROJECT / "assignments" / name / "sheet.md").read_text(encoding="utf-8")))
    lines = {line for one, claim in claims.items() for line in derived_lines(assignment.proofs[one], claim.id)}
    secret = [line for line in lines if len(line) > 12 and not any(line in text for text in given)]
    assert len(secret) >= 10
    assert [line for line in secret if line in everything] == []


def given_by(claim):
    """What the sheet says of a claim, and a kit with it: not the goal, where that is asked for."""
    for sides in claim.sides:
        yield sides.start
        if claim.ask is Ask.PROVE:
            yield sides.goal
    yield from (definition.latex for definition in claim.definitions)
    yield from (side for lemma in claim.lemmas for side in (lemma.left, lemma.right))


def derived_lines(path, claim):
    """The members of the listed derivations of a claim, one by one."""
    for derivation in listed(path):
        if derivation.claim == claim:
            for chain in written(derivation.text).chains:
                for line in chain:
                    yield from (squeezed(one) for one in re.split(r"=|\\leq?|\\geq?|[<>]", line.latex))


def hidden_checks(assignment):
    for question in assignment.questions:
        code = assignment.rubric_of(question).code
        for check in question.checks:
            if code.checks[check.id].visibility is Visibility.HIDDEN:
                yield check


def told_by(prepared, check, assignment):
    """The drawn inputs and expected values of a hidden check, as a kit would write them."""
    if not isinstance(prepared, ValueCheck) or not isinstance(check, Check):
        return
    for case in prepared.cases:
        values = [*case.arguments.values(), *(accepted.answer for accepted in case.accepted)]
        texts = [json.dumps(packed(value), separators=(",", ":")) for value in values]
        # What anybody would write down (zeros, a few whole numbers) is no secret.
        yield from (text for text in texts if len(text) > 60 and len(set(re.findall(r"0\.\d{9,}", text))) >= 2)


def test_hidden_checks_are_named_with_their_points_and_nothing_else(sheet, course):
    name, kit = sheet
    later = {one.id: one for one in read_kit(kit).later if one.why == HIDDEN}
    assignment = course.assignment(name)
    expected = {
        f"{question.id}/{check}": points.points
        for question in assignment.questions
        if (code := assignment.rubric_of(question).code) is not None
        for check, points in code.checks.items()
        if points.visibility is Visibility.HIDDEN
    }
    assert {key: one.points for key, one in later.items()} == expected


def test_parts_keep_all_their_points(sheet, course):
    name, kit = sheet
    rubric, ours = course.assignment(name).rubric, read_kit(kit).assignment.rubric
    assert ours.points == rubric.points
    for key, question in rubric.questions.items():
        assert {kind: part.points for kind, part in ours.questions[key].parts.items()} == {
            kind: part.points for kind, part in question.parts.items()
        }
        assert ours.questions[key].limits == question.limits


def test_what_cannot_be_data_is_judged_at_grading(small):
    bank = small / "assignments" / "bank" / "norms.py"
    text = bank.read_text(encoding="utf-8").replace(
        '@check("norm", reference=norms.norm)', '@check("norm", holds=lambda x, answer: None)'
    )
    bank.write_text(text, encoding="utf-8")
    course = load_course(small)
    data = json.loads(kit_files(course.assignment("sums"), course.master("sums"))[KIT])
    why = {one["id"]: one["why"] for one in data["later"]}
    assert why["1/norm"].startswith(AT_GRADING)
    assert why["1/is_unit"] == HIDDEN


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        (KIT, lambda text: "{", "no JSON"),
        (KIT, lambda text: "[]", "no kit"),
        (KIT, lambda text: text.replace('"schema": 1', '"schema": 99'), "has schema 99 and was made with grader"),
        (KIT, lambda text: "{}", "is no description of a kit"),
        (CASES, lambda text: text.replace("1", "2"), "does not belong|is not what belongs"),
        (KIT, lambda text: text.replace('"limits"', '"limit"'), "damaged"),
    ],
)
def test_a_damaged_kit_is_refused_in_words(kit, name, change, words):
    path = kit / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CourseError, match=words):
        read_kit(kit)


def test_line_ends_of_windows_do_no_harm(kit):
    for name in (KIT, CASES):
        data = (kit / name).read_bytes()
        (kit / name).write_bytes(data.replace(b"\n", b"\r\n"))
    assert read_kit(kit).assignment.name == "sums"


def test_the_nearest_of_kit_and_course_is_taken(kit, small, tmp_path, monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    monkeypatch.chdir(tmp_path)
    inside = small / "mine" / "kit"
    shutil.copytree(kit, inside)
    assert find_desk(None, inside, None).kit == inside
    assert find_desk(None, small, "sums").kit is None
    assert find_desk(small, inside, "sums").kit is None
    assert find_desk(kit, small, None).kit == kit
    with pytest.raises(UsageError, match="is the kit of 'sums', not of 'other'"):
        find_desk(kit, small, "other")
