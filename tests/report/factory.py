"""Results as graders produce them: one rich one with every status, a hostile one, whole classes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from grader.records import (
    CheckResult,
    CheckStatus,
    Counterexample,
    Lateness,
    Override,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    StepResult,
    SubmissionStatus,
    Tier,
    Visibility,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SHEET = (
    ("1", "Hopfield networks", 14.0),
    ("2a", "Softmax, unchanged by a constant", 12.0),
    ("2b", "Log-softmax", 10.0),
    ("2c", "The indicator of the maximum", 10.0),
    ("3a", "Log-likelihood of separable data", 12.0),
    ("3b", "Regularised log-likelihood", 12.0),
    ("4a", "Noisy labels", 10.0),
    ("4b", "Cross-entropy of soft labels", 10.0),
    ("5", "Scan and its backward pass", 10.0),
)
JENSEN = (
    '<math display="inline"><mrow><munder><mo>∑</mo><mi>i</mi></munder><munder><mo>∑</mo><mi>k</mi></munder>'
    "<msub><mi>p</mi><mi>i</mi></msub><mo stretchy='false'>(</mo><mi>k</mi><mo stretchy='false'>)</mo>"
    "<mi>log</mi><mspace width='0.17em'/><mi>q</mi><mo>(</mo><mi>k</mi><mo>|</mo><msub><mi>x</mi><mi>i</mi></msub>"
    "<mo>;</mo><mi>θ</mi><mo>)</mo></mrow></math>"
)


class Factory:
    """Builds results; every method takes the fields to be changed."""

    def counterexample(self, **changes: Any) -> Counterexample:
        given: dict[str, Any] = {
            "call": "softmax",
            "arguments": {"x": [0.0, 1000.0]},
            "got": [0.0, "nan"],
            "expected": [0.0, 1.0],
            "paste": "softmax(np.array([0.0, 1000.0]))",
        }
        return Counterexample(**(given | changes))

    def check(self, **changes: Any) -> CheckResult:
        given: dict[str, Any] = {
            "id": "2a/stable",
            "title": "Scores of ±1e4 give finite probabilities",
            "visibility": Visibility.PUBLIC,
            "status": CheckStatus.FAILED,
            "score": 0.0,
            "max_score": 2.0,
            "message": "probs[1]: got nan, expected 1.0 (1 of 2 differ; allowed 1e-6)",
            "misconception": "no maximum subtracted",
            "matched": (5, 7),
            "counterexample": self.counterexample(),
            "seconds": 0.004,
        }
        return CheckResult(**(given | changes))

    def passed(self, **changes: Any) -> CheckResult:
        given: dict[str, Any] = {
            "id": "2a/sum",
            "title": "Probabilities along the last axis sum to one",
            "status": CheckStatus.PASSED,
            "score": 2.0,
            "message": "",
            "misconception": None,
            "matched": None,
            "counterexample": None,
        }
        return self.check(**(given | changes))

    def part(self, **changes: Any) -> PartResult:
        given: dict[str, Any] = {
            "kind": PartKind.CODE,
            "score": 2.0,
            "max_score": 4.0,
            "status": PartStatus.PARTIAL,
            "checks": (self.passed(), self.check()),
        }
        return PartResult(**(given | changes))

    def step(self, **changes: Any) -> StepResult:
        given: dict[str, Any] = {"line": 2, "relation": "=", "status": "valid", "facts": ("marginalisation",)}
        return StepResult(**(given | changes))

    def derivation(self, **changes: Any) -> PartResult:
        steps = (
            self.step(read_as=JENSEN),
            self.step(line=3, facts=("noise model",), read_as=JENSEN),
            self.step(
                line=4,
                relation="\\geq",
                status="wrong",
                facts=(),
                message="This step does not hold: the left side is smaller here.",
                read_as=JENSEN,
                left="−2.3026",
                right="−1.6094",
                world="ε = 0.1, scores (0, 1, −2), labels (+1, −1, +1)",
                hint="With ≤ it would hold: Jensen's inequality turns the other way for a concave function.",
            ),
            self.step(
                line=5, status="too_big", facts=("Bayes", "log of a product"), message="True, but too much at once."
            ),
            self.step(
                line=6, status="unreadable", facts=(), message="\\foo at column 7 is not known.", read_as="\\foo{x}"
            ),
            self.step(line=7, status="undecided", facts=()),
        )
        given: dict[str, Any] = {
            "kind": PartKind.DERIVATION,
            "score": 2.0,
            "max_score": 4.0,
            "status": PartStatus.PARTIAL,
            "message": "The chain ends at the claim's goal, but one step is false.",
            "steps": steps,
        }
        return PartResult(**(given | changes))

    def text(self, **changes: Any) -> PartResult:
        given: dict[str, Any] = {
            "kind": PartKind.TEXT,
            "score": 0.0,
            "max_score": 4.0,
            "status": PartStatus.PENDING,
            "pending": 4.0,
            "criteria": ("names the uniform distribution over the maximisers (2)", "says that (1) is silent there (2)"),
            "answer": "Under ties softmax tends to the *uniform* distribution over the maximisers.\n\nEquation (1) gives zeros.",
        }
        return PartResult(**(given | changes))

    def question(self, *parts: PartResult, **changes: Any) -> QuestionResult:
        parts = parts or (self.part(),)
        given: dict[str, Any] = {
            "id": "2a",
            "title": "Softmax, unchanged by a constant",
            "score": sum(part.score for part in parts),
            "max_score": sum(part.max_score for part in parts),
            "status": PartStatus.PARTIAL,
            "parts": parts,
        }
        return QuestionResult(**(given | changes))

    def result(self, *questions: QuestionResult, **changes: Any) -> Result:
        questions = questions or (self.question(),)
        given: dict[str, Any] = {
            "assignment": "ss2020_seminar2",
            "student": "jdoe",
            "sha256": "5f" * 32,
            "files": ("hw.ipynb",),
            "status": SubmissionStatus.GRADED,
            "score": sum(question.score for question in questions),
            "max_score": sum(question.max_score for question in questions),
            "pending": sum(part.pending for question in questions for part in question.parts),
            "questions": questions,
            "notes": (),
            "graded_at": NOON,
            "isolation": Tier.A,
            "seed_sha256": "9a" * 32,
        }
        return Result(**(given | changes))

    def empty(self, student: str, status: SubmissionStatus, *notes: str) -> Result:
        """A submission of which nothing was judged."""
        result = self.result(student=student, status=status, notes=notes, score=0.0, max_score=100.0)
        return replace(result, questions=(), isolation=None)

    def rich(self, **changes: Any) -> Result:
        """Every kind of part, check, step, note and mark in one submission."""
        given: dict[str, Any] = {
            "student": "Ada Łovelace",
            "notes": (
                "cell 7 raised NameError: name 'np' is not defined",
                "softmax is defined twice: the last one counts",
            ),
            "isolation": Tier.A,
            "seed": 7,
            "versions": {"grader": "0.1.0", "numpy": "2.4.0", "torch": "2.13.0+cpu"},
            "course_sha256": "c0" * 32,
            "submitted_at": NOON - timedelta(hours=3),
            "raw_score": 34.0,
            "late": Lateness(due=NOON - timedelta(hours=29), hours=26.0, penalty=5.0),
            "attempt": 2,
            "group": "team 4",
            "files": ("hw.ipynb", "models.py"),
            "output": "Using device: cpu\n\x1b[32mepoch 1\x1b[0m loss 0.693\n 10%|█\r100%|██████████| 10/10\n",
        }
        return self.result(*self._rich_questions(), **(given | {"score": 29.0, "max_score": 60.0} | changes))

    def _rich_questions(self) -> tuple[QuestionResult, ...]:
        return (self._hopfield(), self._softmax(), self._indicator(), self._noisy(), self._scan())

    def _hopfield(self) -> QuestionResult:
        checks = (
            self.passed(id="1/energy", title="The energy is −½ xᵀWx", max_score=3.0, score=3.0),
            self.passed(id="1/update", title="An update leaves out the diagonal", max_score=3.0, score=3.0),
            self.passed(id="1/falls", title="The energy never rises", visibility=Visibility.HIDDEN),
        )
        part = self.part(checks=checks, score=8.0, max_score=8.0, status=PartStatus.CORRECT)
        return self.question(part, id="1", title="Hopfield networks", status=PartStatus.CORRECT)

    def _softmax(self) -> QuestionResult:
        matrix = [[0.3333333333, 0.25, 0.5], [0.3333333333, 0.25, 0.25], [0.3333333333, 0.5, 0.25]]
        rows = [
            [0.2119415576, 0.2119415576, 0.5761168848],
            [0.25, 0.5, 0.25],
            [0.3333333333, 0.3333333333, 0.3333333333],
        ]
        hidden = self.check(
            id="2a/axis",
            title="Batches are normalised along the last axis",
            visibility=Visibility.HIDDEN,
            misconception="wrong axis",
            matched=(12, 12),
            message="probs[0, 0]: got 0.333333, expected 0.211942 (9 of 9 differ; allowed 2.4e-6)",
            counterexample=self.counterexample(
                arguments={"x": [[0.0, 0.0, 1.0], [0.0, 0.6931, 0.0], [1.0, 1.0, 1.0]]},
                got=matrix,
                expected=rows,
                paste="softmax(np.array([[0.0, 0.0, 1.0], [0.0, 0.6931, 0.0], [1.0, 1.0, 1.0]]))",
            ),
        )
        part = self.part(checks=(self.passed(), self.check(), hidden), score=2.0, max_score=6.0)
        return self.question(part, self.derivation(), notes=("the derivation stands in cell 12",))

    def _indicator(self) -> QuestionResult:
        checks = (
            self.check(
                id="2c/ties",
                title="Ties give zeros",
                misconception=None,
                matched=None,
                status=CheckStatus.ERROR,
                message="IndexError: index 3 is out of bounds for axis 0 with size 3\n  cell 9, line 4, in argmax_indicator",
                counterexample=None,
            ),
            self.check(
                id="2c/limit",
                title="The limit of softmax(s·x)",
                misconception=None,
                matched=None,
                status=CheckStatus.SKIPPED,
                message="Needs 2c/ties.",
                counterexample=None,
            ),
        )
        part = self.part(checks=checks, score=0.0, max_score=4.0, status=PartStatus.WRONG)
        marked = self.text(
            score=3.0,
            status=PartStatus.PARTIAL,
            pending=0.0,
            override=Override(
                "B. Assistant", NOON, 3.0, "The limit is right; what (1) leaves open is not said.", stale=True
            ),
        )
        return self.question(part, marked, id="2c", title="The indicator of the maximum", status=PartStatus.PARTIAL)

    def _noisy(self) -> QuestionResult:
        long = [round(0.37 * i - 3, 3) for i in range(40)]
        wrong = [value if i not in (17, 23) else -value for i, value in enumerate(long)]
        checks = (
            self.check(
                id="4a/edges",
                title="ε = 0 and ε = 1 are allowed",
                status=CheckStatus.UNSTABLE,
                score=1.0,
                message="Right on moderate inputs; at ε = 0: got nan, expected −3.0485873515737 (allowed 3e-6)",
                misconception="1−ε and ε swapped",
                matched=(3, 4),
                counterexample=self.counterexample(
                    call="noisy_log_likelihood",
                    arguments={"w": [1.0], "X": [[3.0]], "t": [-1.0], "eps": 0.0},
                    got="nan",
                    expected=-3.0485873515737,
                    paste="noisy_log_likelihood(np.array([1.0]), np.array([[3.0]]), np.array([-1.0]), 0.0)",
                ),
            ),
            self.check(
                id="4a/gradient",
                title="The gradient follows from the formula",
                misconception=None,
                matched=None,
                message="grad[17]: got -3.29, expected 3.29 (2 of 40 differ; allowed 1e-6)",
                counterexample=self.counterexample(
                    call="noisy_grad",
                    arguments={"scores": long, "log_p": {"form": "quadratic", "a": [1.0, 2.0]}},
                    got=wrong,
                    expected=long,
                    paste=f"noisy_grad(np.array({long}), log_p)",
                ),
            ),
            self.check(
                id="4a/slow",
                title="A million labels",
                status=CheckStatus.TIMEOUT,
                message="No answer after 10 s.",
                misconception=None,
                matched=None,
                counterexample=None,
            ),
            self.check(
                id="4a/odd",
                title="An odd one",
                status=CheckStatus.UNDECIDED,
                message="",
                misconception=None,
                matched=None,
                counterexample=None,
            ),
            self.check(
                id="4a/ours",
                title="One of ours",
                status=CheckStatus.UNGRADED,
                message="The reference did not answer.",
                misconception=None,
                matched=None,
                counterexample=None,
                visibility=Visibility.HIDDEN,
            ),
        )
        part = self.part(checks=checks, score=1.0, max_score=10.0, status=PartStatus.PARTIAL, pending=2.0)
        return self.question(part, id="4a", title="Noisy labels")

    def _scan(self) -> QuestionResult:
        states = [[[1.0, -1.0], [1.0, 1.0], [1.0, 1.0]], True]
        check = self.check(
            id="5/run",
            title="The states and whether they converged",
            misconception=None,
            matched=None,
            message="states[0, 1]: got -1.0, expected 1.0",
            counterexample=self.counterexample(
                call="hopfield_run",
                arguments={"W": [[0.0, 1.0], [1.0, 0.0]], "x": [1.0, -1.0], "max_sweeps": 2},
                got=states,
                expected=[[[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]], False],
                paste="",
            ),
        )
        missing = self.check(
            id="5/scan",
            title="`scan` is inclusive",
            status=CheckStatus.MISSING,
            misconception=None,
            matched=None,
            counterexample=None,
            message="There is no function scan (did you mean Scan?).",
        )
        code = self.part(checks=(missing, check), score=0.0, max_score=4.0, status=PartStatus.WRONG)
        return self.question(code, self.text(), id="5", title="Scan and its backward pass", status=PartStatus.PENDING)

    def saturated(self, text: str, checks: int = 3, **changes: Any) -> Result:
        """A result with `text` wherever others than the grader have a say, and wherever the course has."""
        example = self.counterexample(
            call=text, arguments={text: [text], "f": {text: text}}, got=text, expected=[text, [text]], paste=text
        )
        values = {"id": text, "title": text, "message": text, "misconception": text}
        check = self.check(**values, counterexample=example)
        bare = self.check(**values, counterexample=replace(example, paste=""), visibility=Visibility.HIDDEN)
        step = self.step(
            relation=text,
            status=text,
            facts=(text, text),
            message=text,
            read_as=text,
            left=text,
            right=text,
            world=text,
            hint=text,
            source=text,
        )
        mark = Override(text, NOON, 1.0, text, stale=True)
        parts = (
            self.part(message=text, checks=(check, bare) * checks),
            self.part(kind=PartKind.DERIVATION, checks=(), steps=(step,) * checks, message=text),
            self.text(criteria=(text,), answer=text, override=mark, message=text),
        )
        question = self.question(*parts, id=text, title=text, notes=(text,))
        given: dict[str, Any] = {
            "student": text,
            "assignment": text,
            "sha256": text,
            "files": (text,),
            "notes": (text,) * checks,
            "output": text,
            "versions": {text: text},
            "group": text,
            "seed_sha256": text,
            "course_sha256": text,
        }
        return self.result(question, **(given | changes))

    def cohort(self, size: int, seed: int = 1) -> list[Result]:
        """A class of `size`, of several abilities, with everything that needs attention somewhere in it."""
        rng = random.Random(seed)
        results = [self._student(f"student{i:03d}", rng) for i in range(max(size - 4, 0))]
        odd = [
            self.empty("damaged", SubmissionStatus.UNREADABLE, "hw.ipynb is no JSON: line 1, column 1"),
            self.empty("absent", SubmissionStatus.MISSING),
            self.empty("unlucky", SubmissionStatus.UNGRADED, "the sandbox went silent twice"),
            self.rich(),
        ]
        return (results + odd)[:size]

    def _student(self, name: str, rng: random.Random) -> Result:
        ability = rng.betavariate(3, 1.5)
        questions = []
        for key, title, maximum in SHEET:
            share = min(max(rng.gauss(ability, 0.3), 0.0), 1.0)
            share = 1.0 if share > 0.75 else 0.0 if share < 0.2 else round(share * 4) / 4
            status = PartStatus.CORRECT if share == 1 else PartStatus.WRONG if share == 0 else PartStatus.PARTIAL
            mistake = (
                rng.choice(("no maximum subtracted", "mean instead of sum", "wrong axis")) if share < 0.6 else None
            )
            check = self.check(id=f"{key}/value", misconception=mistake, max_score=maximum, score=share * maximum)
            code = self.part(checks=(check,), score=share * maximum, max_score=maximum, status=status)
            if key == "2c":
                code = replace(code, pending=4.0)
            if rng.random() < 0.03:
                status, code = PartStatus.MISSING, replace(code, score=0.0, status=PartStatus.MISSING)
            questions.append(self.question(code, id=key, title=title, status=status))
        return self.result(*questions, student=name, max_score=100.0)
