"""What has to be judged, judging it side by side, and what a stop leaves behind."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from grader.course.assignment import prepare
from grader.course.question import check
from grader.errors import CourseError, SandboxError
from grader.grading import pipeline
from grader.grading.batch import LOADING, Plan, Work, judge_batch, kept_apart, versions, waiting
from grader.grading.pipeline import Judged
from grader.grading.verdicts import QuestionVerdicts
from grader.proof.judgement import Decision, Judgement
from grader.records import CellFailure, CheckStatus, Limits, Loaded, Tier, Verdict
from grader.sandbox.pool import Sandbox


def ids(batch):
    return {work.submission.student: [question.id for question in work.questions] for work in batch}


def asked(plan, *submissions):
    return [(submission, plan.questions) for submission in submissions]


def remember(plan, store, submission, *names):
    store.remember(submission.sha256, {plan.key(name): QuestionVerdicts(name, {}) for name in names})


# --------------------------------------------------------------------------- what a verdict is looked up by


def changed_rubric(plan, **fields):
    questions = dict(plan.assignment.rubric.questions)
    questions["2"] = replace(questions["2"], **fields)
    return replace(
        plan, assignment=replace(plan.assignment, rubric=replace(plan.assignment.rubric, questions=questions))
    )


def test_a_verdict_is_looked_up_by_all_that_decides_it(plan):
    code = plan.assignment.rubric.questions["2"].code
    others = [
        replace(plan, seed=4),
        replace(plan, tier=Tier.B),
        replace(plan, versions=versions() | {"numpy": "0"}),
        replace(plan, assignment=replace(plan.assignment, name="other")),
        replace(plan, assignment=replace(plan.assignment, fingerprints={"2": "edited"})),
        changed_rubric(plan, limits=Limits(call_seconds=1)),
        changed_rubric(plan, code=replace(code, carry_forward=True)),
    ]
    keys = [plan.key("2"), plan.key("1"), *(other.key("2") for other in others)]
    assert len(set(keys)) == len(keys)


def test_points_and_workers_decide_no_verdict(plan):
    code = plan.assignment.rubric.questions["2"].code
    assert changed_rubric(plan, points=9.0, code=replace(code, points=9.0)).keys() == plan.keys()
    assert replace(plan, workers=7).keys() == plan.keys()
    assert replace(plan, questions=()).keys() == plan.keys()
    assert set(plan.keys()) == {LOADING, "1", "2", "3"}


# --------------------------------------------------------------------------- what has to be judged


def test_everything_of_a_new_submission(plan, store, submit):
    assert ids(waiting(plan, asked(plan, submit("ann")), store)) == {"ann": ["1", "2", "3"]}


def test_only_what_is_not_known(plan, store, submit):
    ann = submit("ann")
    remember(plan, store, ann, "1", "3", LOADING)
    assert ids(waiting(plan, asked(plan, ann), store)) == {"ann": ["2"]}
    remember(plan, store, ann, "2")
    assert waiting(plan, asked(plan, ann), store) == []


def test_a_submission_that_was_not_loaded_is_loaded(plan, store, submit):
    ann = submit("ann")
    remember(plan, store, ann, "1", "2", "3")
    assert ids(waiting(plan, asked(plan, ann), store)) == {"ann": []}


def test_equal_submissions_are_one_and_answer_all_that_is_asked_of_either(plan, store, submit):
    first, second, third = plan.questions
    batch = waiting(plan, [(submit("ann"), [third]), (submit("bob"), [first])], store)
    assert ids(batch) == {"ann": ["1", "3"]}
    assert second not in batch[0].questions


def test_nothing_of_what_cannot_be_read_or_is_not_there(plan, store, submit):
    unreadable = submit("ann", problem="it is damaged", cells=())
    missing = submit("bob", files=(), sha256="", cells=())
    assert waiting(plan, asked(plan, unreadable, missing), store) == []


# --------------------------------------------------------------------------- judging


def judge(plan, batch, store, sandbox, report=lambda event: None):
    return judge_batch(plan, batch, store, sandbox, report)


def test_what_is_reported_is_kept(plan, store, submit, numpy_sandbox):
    batch = waiting(plan, asked(plan, *(submit(name, notes=(name,)) for name in "abcd")), store)
    seen = []

    def report(event):
        seen.append((event.done, event.total, event.ungraded))
        assert len(store.recall(event.work.submission.sha256, plan.keys().values())) == 4

    assert judge(plan, batch, store, numpy_sandbox, report) == {}
    assert seen == [(1, 4, ()), (2, 4, ()), (3, 4, ()), (4, 4, ())]
    assert waiting(plan, [(work.submission, plan.questions) for work in batch], store) == []


def test_a_stop_ends_soon_and_keeps_what_was_reported(plan, store, submit):
    slow = "import time\n\ntime.sleep(30)\n"
    quick = submit("quick")
    batch = [Work(quick, plan.questions), *(Work(submit(name, slow, notes=(name,)), plan.questions) for name in "abc")]

    def report(event):
        raise KeyboardInterrupt

    started, threads = datetime.now(UTC), threading.active_count()
    with Sandbox(Tier.C, ("numpy",)) as sandbox, pytest.raises(KeyboardInterrupt):
        judge(plan, batch, store, sandbox, report)
    assert (datetime.now(UTC) - started).total_seconds() < 10
    assert threading.active_count() == threads
    assert len(store.recall(quick.sha256, plan.keys().values())) == 4
    for work in batch[1:]:
        assert store.recall(work.submission.sha256, plan.keys().values()) == {}


def with_check(plan, declared):
    """The plan with another check of question 2, as the course loader would give it."""
    question = replace(plan.questions[1], checks=(replace(declared, id="centred"),))
    questions = (plan.questions[0], question, plan.questions[2])
    return replace(plan, questions=questions, assignment=replace(plan.assignment, questions=questions))


class UnheardError(Exception):
    """None of those that are expected."""


def fussy(fault):
    def holds(X, answer):
        raise fault("ours")

    @check("centred", holds=holds)
    def centred(draw):
        """Centred columns of a matrix"""
        return {"X": draw.normal(3, 2)}

    return centred


@pytest.mark.parametrize("fault", [RuntimeError, UnheardError])
def test_faults_of_ours_are_returned_and_not_kept(plan, store, submit, numpy_sandbox, fault):
    broken = with_check(plan, fussy(fault))
    ann, bob = submit("ann"), submit("bob", "x = 1\n")
    events = []
    batch = waiting(broken, asked(broken, ann, bob), store)
    faults = judge(broken, batch, store, numpy_sandbox, events.append)
    assert set(faults) == {ann.sha256}
    (verdict,) = faults[ann.sha256]["2"].checks.values()
    assert verdict.status is CheckStatus.UNGRADED
    assert verdict.message.endswith(f"{fault.__name__}: ours")
    assert {event.work.submission.student: "2" in event.ungraded for event in events} == {"ann": True, "bob": False}
    assert broken.key("2") not in store.recall(ann.sha256, broken.keys().values())
    assert broken.key("2") in store.recall(bob.sha256, broken.keys().values())


def test_a_sandbox_that_does_not_start_stops_before_anything_is_judged(plan, store, submit):
    sandbox = Sandbox(Tier.C, ("numpy",))
    sandbox.close()
    with pytest.raises(SandboxError):
        judge(plan, [Work(submit("ann"), plan.questions)], store, sandbox)


# --------------------------------------------------------------------------- cases


def test_cases_that_cannot_be_drawn_are_the_courses_fault(plan):
    @check("centred", reference=lambda X: X)
    def centred(draw):
        """Centred columns of a matrix"""
        return {"X": draw.nromal(3, 2)}

    broken = with_check(plan, centred)
    with pytest.raises(CourseError, match="question 2: its cases cannot be drawn: AttributeError") as caught:
        prepare(broken.questions[1], broken.seed, broken.assignment)
    assert str(caught.value.path) == __file__
    assert caught.value.line == centred.draw.__code__.co_firstlineno + 3


def test_the_courses_own_words_stay_as_they_are(plan):
    @check("centred", reference=lambda X: 1 / 0)
    def centred(draw):
        """Centred columns of a matrix"""
        return {"X": draw.normal(3, 2)}

    broken = with_check(plan, centred)
    with pytest.raises(CourseError, match="the reference of `centred` raised ZeroDivisionError"):
        prepare(broken.questions[1], broken.seed, broken.assignment)


# --------------------------------------------------------------------------- what may be kept


def verdict_of(name, *statuses):
    return QuestionVerdicts(name, {str(number): Verdict(status) for number, status in enumerate(statuses)})


def test_a_question_with_one_ungraded_check_is_not_kept():
    whole = verdict_of("1", CheckStatus.PASSED, CheckStatus.UNDECIDED)
    broken = verdict_of("2", CheckStatus.PASSED, CheckStatus.UNGRADED)
    assert kept_apart(Judged(None, {"1": whole, "2": broken})) == ({"1": whole}, {"2": broken})


TOO_LONG = Judgement(Decision.UNDECIDED, 0.0, message="took too long", in_time=False)


def test_what_took_too_long_is_not_kept_and_no_fault(plan, store, submit, numpy_sandbox, monkeypatch):
    monkeypatch.setattr(pipeline, "_proof", lambda task: TOO_LONG if task.question.id == "1" else None)
    ann, events = submit("ann"), []
    batch = waiting(plan, asked(plan, ann), store)
    fleeting = judge(plan, batch, store, numpy_sandbox, events.append)
    assert {name: one.proof for name, one in fleeting[ann.sha256].items()} == {"1": TOO_LONG}
    assert not fleeting[ann.sha256]["1"].ours
    assert [event.ungraded for event in events] == [()]
    assert ids(waiting(plan, asked(plan, ann), store)) == {"ann": ["1"]}
    monkeypatch.setattr(pipeline, "_proof", lambda task: replace(TOO_LONG, in_time=True))
    assert judge(plan, waiting(plan, asked(plan, ann), store), store, numpy_sandbox) == {}
    assert waiting(plan, asked(plan, ann), store) == []


def test_what_loading_gave_is_kept_in_words():
    loaded = Loaded(
        names=(),
        failures=(CellFailure("cell 7", "NameError", "name 'x' is not defined"),),
        notes=("softmax is defined twice",),
        output="printed",
        problem="nothing could be loaded",
    )
    kept, failed = kept_apart(Judged(loaded, {}))
    assert failed == {}
    assert kept[LOADING].notes == (
        "nothing could be loaded",
        "cell 7 raised NameError: name 'x' is not defined",
        "softmax is defined twice",
    )
    assert kept[LOADING].output == "printed"


def test_a_plan_names_versions(sums):
    assert set(Plan(sums, (), 0, Tier.C).versions) == {"grader", "numpy", "torch"}
