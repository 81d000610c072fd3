"""How a question is declared: checks on functions, the inputs they are tried on, and the mistakes to name.

An instructor writes mathematics (a reference, how to draw inputs, what students get wrong) and a title for the
student; tolerances, scores and assertions follow from these.

    @check("kl_normal", reference=kl.kl_normal)
    def normals(draw):
        '''KL divergence of two univariate normals'''
        return {"mu_q": draw.normal(), "sigma_q": draw.positive(), ...}

    normals.edges({"mu_q": 0.0, "sigma_q": 1.0, "mu_p": 0.0, "sigma_p": 1.0})

    @mistake(normals, "the arguments are swapped")
    def swapped(mu_q, sigma_q, mu_p, sigma_p):
        return kl.kl_normal(mu_p, sigma_p, mu_q, sigma_q)
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from grader.course.blame import where
from grader.errors import CourseError
from grader.judge.assess import Property
from grader.judge.draw import Draw
from grader.judge.mistakes import Halted, Mistake
from grader.records import Argument

Arguments = Mapping[str, Argument]
Inputs = Arguments | Callable[[Draw], Arguments]
Reference = Callable[..., Any]
Seen = Callable[[Mapping[str, Any], Any], bool]


@dataclass(frozen=True, slots=True)
class Carry:
    """How an answer follows from the student's own earlier `function`, called on the arguments named `on`.

    `earlier` is the sheet's reference for that function, known once the assignment is loaded; None if it has none.
    """

    function: str
    on: tuple[str, ...]
    answer: Callable[..., Any]
    earlier: Reference | None = None


@dataclass(eq=False)
class Check:
    """One check of one function; filled by the decorators below while the bank is imported, then only read.

    Attributes:
        function: what the student must define.
        draw: the inputs of one random trial, by parameter name in the order of the signature.
        id: unique within a question; the function's name unless given.
        title: what the student reads.
        references: the reference, then further conventions that are as right.
        gradients: for torch functions, the gradient with respect to each tensor argument, as NumPy; it takes the
            arguments and, where the result is no scalar, ∂L/∂result after them.
        holds: says what is wrong with an answer; for functions that have no single right value.
        strict: judged at double precision, because the sheet asks for accuracy.
        within: seconds that a call may take, where the sheet asks for a complexity.
        domain: whether arguments are allowed inputs.
        carry: how the answer follows from an earlier one, where the rubric carries errors forward.
    """

    function: str
    draw: Callable[[Draw], Arguments]
    id: str
    title: str
    references: tuple[Reference, ...] = ()
    gradients: Reference | None = None
    holds: Property | None = None
    strict: bool = False
    within: float | None = None
    domain: Callable[..., bool] | None = None
    edge_inputs: list[Inputs] = field(default_factory=list)
    extreme_inputs: list[Inputs] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    carry: Carry | None = None

    def edges(self, *inputs: Inputs) -> None:
        """Named inputs that every correct answer must get right; each a dictionary or a function of `draw`."""
        self.edge_inputs.extend(inputs)

    def extremes(self, *inputs: Inputs) -> None:
        """Inputs where only a stable formula survives: an answer wrong on these alone is called unstable."""
        self.extreme_inputs.extend(inputs)

    def add_mistake(self, words: str, answer: Reference) -> None:
        """`answer(*arguments)` is what a student with this misconception returns."""
        self.mistakes.append(Mistake(words, answer=answer))

    def add_symptom(self, words: str, seen: Seen) -> None:
        """`seen(arguments, returned)` recognises a misconception that is no value."""
        self.mistakes.append(Mistake(words, seen=seen))


def check(
    function: str,
    *,
    reference: Reference | tuple[Reference, ...] = (),
    id: str | None = None,  # noqa: A002 - the rubric's word for it
    gradients: Reference | None = None,
    holds: Property | None = None,
    strict: bool = False,
    within: float | None = None,
    domain: Callable[..., bool] | None = None,
) -> Callable[[Callable[[Draw], Arguments]], Check]:
    """Declares a check of `function`; the decorated function draws the inputs, its docstring is the title."""

    def declare(draw: Callable[[Draw], Arguments]) -> Check:
        references = reference if isinstance(reference, tuple) else (reference,)
        if bool(references) == bool(holds):
            raise _fault(draw, f"the check of `{function}` needs either reference= or holds=")
        title = inspect.getdoc(draw)
        if not title:
            raise _fault(draw, f"the check of `{function}` needs a docstring: it is what the student reads")
        return Check(
            function=function,
            draw=draw,
            id=id or function,
            title=title.removesuffix("."),  # linters want a full stop, tables do not
            references=references,
            gradients=gradients,
            holds=holds,
            strict=strict,
            within=within,
            domain=domain,
        )

    return declare


class Named(Protocol):
    """A check whose mistakes can be named."""

    def add_mistake(self, words: str, answer: Reference) -> None: ...

    def add_symptom(self, words: str, seen: Seen) -> None: ...


def mistake(check: Named, words: str) -> Callable[[Reference], Reference]:
    """Declares what a student with this misconception returns on the arguments of the reference."""

    def declare(answer: Reference) -> Reference:
        check.add_mistake(words, answer)
        return answer

    return declare


def symptom(check: Named, words: str) -> Callable[[Seen], Seen]:
    """Declares a misconception that is no value: `seen(arguments, returned)` recognises it."""

    def declare(seen: Seen) -> Seen:
        check.add_symptom(words, seen)
        return seen

    return declare


def carried(check: Check, function: str, *on: str) -> Callable[[Reference], Reference]:
    """Declares what `check` should return given the student's own `function`: the decorated function takes what
    that returned on the arguments named `on`, then all arguments of the check, which compares values: neither a
    property nor gradients follow from an earlier answer.
    """

    def declare(answer: Reference) -> Reference:
        _require_check(check, answer, "@carried")
        if not check.references or check.gradients is not None:
            words = f"@carried needs a check with reference= and without gradients=, which that of `{check.function}`"
            raise _fault(answer, f"{words} is not")
        check.carry = Carry(function, on, answer)
        return answer

    return declare


def halt(check: Check, words: str) -> Callable[[Halted], Halted]:
    """Declares a misconception that nothing comes back from: `halted(arguments, stopped, right)` recognises it by
    the call that ended the process, beside the right answers on other inputs.
    """

    def declare(halted: Halted) -> Halted:
        _require_check(check, halted, "@halt")
        check.mistakes.append(Mistake(words, halted=halted))
        return halted

    return declare


def _require_check(given: object, decorated: Callable[..., Any], decorator: str) -> None:
    """A sampler, an estimator or a module may stand in its place: a course need not be type-checked."""
    if not isinstance(given, Check):
        kind = type(given).__name__.lower()
        called = f"the {kind} of `{given.function}`" if hasattr(given, "function") else f"a {kind}"
        raise _fault(decorated, f"{decorator} needs a check of values, not {called}")


def _fault(function: Callable[..., Any], message: str) -> CourseError:
    return CourseError(message, *where(function))
