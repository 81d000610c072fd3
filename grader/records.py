"""The frozen records that flow from stage to stage, and their statuses. No I/O, no behaviour.

A submission flows one way: `Submission` (what was handed in) → `Outcome`s (what its functions did) →
`CheckResult`s (what that means) → `Result` (marks). Arrays inside records are to be treated as read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]

# --------------------------------------------------------------------------- what was handed in


class CellKind(StrEnum):
    """How a piece of a submission is treated."""

    CODE = "code"  # a notebook cell: IPython syntax, runs as a whole
    SCRIPT = "script"  # a module: plain Python, runs statement by statement
    MARKDOWN = "markdown"  # never run; derivations and texts are found here


@dataclass(frozen=True, slots=True)
class Cell:
    kind: CellKind
    source: str
    name: str  # what messages call it: "cell 7" (counting all cells from 1), "hw.py"


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's hand-in as read from disk; nothing of it has been run.

    `files` are the names as handed in; `sha256` is over the sorted names and contents. `beside` holds the
    modules and data files that lie next to the notebook, by relative POSIX path: they are put into the scratch
    folder before the cells run. If `problem` is set the submission is unreadable and `cells` is empty.
    """

    student: str
    files: tuple[str, ...]
    sha256: str
    cells: tuple[Cell, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)
    assignment: str | None = None  # from the notebook's metadata
    notes: tuple[str, ...] = ()
    problem: str | None = None
    submitted_at: datetime | None = None  # aware; only where the layout or --times tells
    marked_late: bool = False  # Canvas's LATE: late by an unknown time
    attempt: int | None = None


# --------------------------------------------------------------------------- running it


class Tier(StrEnum):
    """How well the student's code is isolated."""

    A = "A"  # namespaces, Landlock, seccomp, rlimits
    B = "B"  # the same without namespaces
    C = "C"  # a process and timeouts: not isolated


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall seconds, megabytes beyond the imports, KiB of output kept."""

    load_seconds: float = 60.0
    question_seconds: float = 30.0
    call_seconds: float = 10.0
    memory_mb: int = 1024
    output_kib: int = 64
    scratch_mb: int = 256


@dataclass(frozen=True, slots=True)
class TensorArg:
    """Becomes a fresh float64 (or the array's dtype) `torch.Tensor`; a leaf if it requires a gradient."""

    array: Array
    requires_grad: bool = False


@dataclass(frozen=True, slots=True)
class RngArg:
    """Becomes `numpy.random.default_rng(seed)` inside."""

    seed: int


@dataclass(frozen=True, slots=True)
class FunctionArg:
    """Becomes a callable of a declared form (`grader.sandbox.forms`): data, never code."""

    form: str
    parameters: Mapping[str, Array]


# A student's function is called with these, positionally. Arrays arrive as fresh writable float64 copies
# (or whatever dtype they have here); other plain Python values as they are.
Argument = Array | TensorArg | RngArg | FunctionArg | float | int | bool | str | None


class Mode(StrEnum):
    """What is asked of a call."""

    VALUE = "value"
    GRADIENT = "gradient"  # the value, then its gradient with respect to every TensorArg that requires one


@dataclass(frozen=True, slots=True)
class Call:
    """`function(*arguments)`; a dotted name (`ScanFunction.apply`) is looked up attribute by attribute.

    In GRADIENT mode the loss is the sum of the returned tensor, weighted by `cotangent` (its shape) if given.
    """

    function: str
    arguments: tuple[Argument, ...]
    mode: Mode = Mode.VALUE
    cotangent: Array | None = None


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a returned object that cannot cross the wire: only the name of its type does."""

    type_name: str


@dataclass(frozen=True, slots=True)
class Gradient:
    """What autograd said about one call.

    `gradients` has an entry per TensorArg that requires a gradient, None where no path leads from the loss to it.
    """

    is_tensor: bool
    requires_grad: bool
    gradients: tuple[Array | None, ...] = ()
    error: str | None = None  # raised by backward itself
    grad_touched: bool = False  # the student's code left something in a leaf's `.grad`


@dataclass(frozen=True, slots=True)
class Returned:
    """The function came back. `value` is plain: None, bool, int, float, complex, str, list (tuples too), dict,
    ndarray (tensors too), or `Opaque`. `modified` are the positions of the arguments that it changed in place.
    """

    value: Any
    seconds: float
    modified: tuple[int, ...] = ()
    gradient: Gradient | None = None
    was_tensor: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """The student's code raised. `trace` is the student's own frames, innermost last: "cell 3, line 2, in f"."""

    type_name: str
    message: str
    trace: tuple[str, ...] = ()
    seconds: float = 0.0


class StopReason(StrEnum):
    TIMEOUT = "timeout"  # a call or the question ran out of time
    MEMORY = "memory"
    CRASHED = "crashed"  # a signal, an exit, a broken reply


@dataclass(frozen=True, slots=True)
class Stopped:
    """The process ended while this call ran. `detail` is a sentence for the student."""

    reason: StopReason
    detail: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Absent:
    """The submission defines no such function; `similar` is the nearest name it does define."""

    function: str
    similar: str | None = None


@dataclass(frozen=True, slots=True)
class NotRun:
    """An earlier call of the same check ended the process, or the question's time was used up."""

    reason: str


Outcome = Returned | Raised | Stopped | Absent | NotRun


@dataclass(frozen=True, slots=True)
class CellFailure:
    """A cell that failed while loading; the rest still ran."""

    cell: str
    type_name: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What running the cells gave."""

    names: tuple[str, ...]  # callables and classes defined at top level, in order of definition
    failures: tuple[CellFailure, ...] = ()
    notes: tuple[str, ...] = ()  # "softmax is defined twice (cells 2 and 5): the last one counts"
    output: str = ""  # what was printed while loading, capped
    seconds: float = 0.0
    problem: str | None = None  # nothing could be loaded at all: timeout, memory, crash, in words


# --------------------------------------------------------------------------- what it means


class CheckStatus(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"  # the student's code raised
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    MISSING = "missing"  # no such function, or still the starter's
    UNSTABLE = "unstable"  # right on moderate inputs, not on extreme ones
    UNDECIDED = "undecided"  # its points are pending
    SKIPPED = "skipped"  # what it needs failed
    UNGRADED = "ungraded"  # a fault of ours


class PartStatus(StrEnum):
    """Of a part and of a question."""

    CORRECT = "correct"
    PARTIAL = "partial"
    WRONG = "wrong"
    MISSING = "missing"
    PENDING = "pending"  # waits for a person
    UNGRADED = "ungraded"


class SubmissionStatus(StrEnum):
    GRADED = "graded"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    UNGRADED = "ungraded"


class PartKind(StrEnum):
    CODE = "code"
    DERIVATION = "derivation"
    TEXT = "text"


class Visibility(StrEnum):
    PUBLIC = "public"
    HIDDEN = "hidden"


# Of the public cases: they are the same for everyone, always, so there is nothing to hide about it.
PUBLIC_SEED = 0


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The smallest input found on which the answer is wrong. `paste` is a call the student can run."""

    call: str
    arguments: Mapping[str, Any]
    got: Any
    expected: Any
    paste: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of one check, before points."""

    status: CheckStatus
    message: str = ""
    misconception: str | None = None
    matched: tuple[int, int] | None = None  # on k of n inputs where the answer is wrong
    counterexample: Counterexample | None = None
    seconds: float = 0.0  # the student's own time


@dataclass(frozen=True, slots=True)
class CheckResult:
    id: str  # "2a/softmax"
    title: str
    visibility: Visibility
    status: CheckStatus
    score: float
    max_score: float
    message: str = ""
    misconception: str | None = None
    matched: tuple[int, int] | None = None
    counterexample: Counterexample | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Override:
    """A person's mark: it always wins, and is `stale` once the submission has changed under it."""

    by: str
    at: datetime
    score: float
    reason: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step of a derivation; `line` counts the members of the chain from 1 and names the one it leads to.

    `source` is the LaTeX, as written, of the line that cannot be read: of the line before where that is it.
    """

    line: int
    relation: str
    status: str  # valid, wrong, too_big, unreadable, undecided
    facts: tuple[str, ...] = ()
    message: str = ""
    read_as: str = ""  # MathML
    left: str = ""
    right: str = ""
    world: str = ""
    hint: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PartResult:
    kind: PartKind
    score: float
    max_score: float
    status: PartStatus
    message: str = ""
    pending: float = 0.0  # points of this part that a person can still add
    checks: tuple[CheckResult, ...] = ()
    steps: tuple[StepResult, ...] = ()
    criteria: tuple[str, ...] = ()
    answer: str = ""  # the student's text, for the person who marks it
    override: Override | None = None
    side: tuple[tuple[StepResult, ...], ...] = ()  # of side calculations: judged, without credit
    opening: str = ""  # a derivation's first member as it was read, MathML


@dataclass(frozen=True, slots=True)
class QuestionResult:
    id: str
    title: str
    score: float
    max_score: float
    status: PartStatus
    parts: tuple[PartResult, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lateness:
    """`penalty` is in points; `hours` counts from the due time after the student's extension."""

    due: datetime
    hours: float
    penalty: float
    unknown: bool = False  # marked late by the LMS by an unknown time: a person settles it


@dataclass(frozen=True, slots=True)
class Result:
    """Everything there is to say about one student's submission to one assignment."""

    assignment: str
    student: str
    sha256: str
    files: tuple[str, ...]
    status: SubmissionStatus
    score: float
    max_score: float
    pending: float
    questions: tuple[QuestionResult, ...]
    notes: tuple[str, ...]
    graded_at: datetime
    isolation: Tier | None
    seed_sha256: str
    seed: int | None = None  # only where the instructor chose it
    versions: Mapping[str, str] = field(default_factory=dict)
    course_sha256: str = ""
    submitted_at: datetime | None = None
    raw_score: float | None = None  # before the late policy
    late: Lateness | None = None
    attempt: int | None = None
    group: str | None = None
    output: str = ""  # what the submission printed while loading, capped
