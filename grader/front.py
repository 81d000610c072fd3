"""`from grader import check`: a course declares with it, a notebook asks with it. What it is given tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from grader.commands.notebook import Shown
    from grader.course.question import Arguments, Check, Reference
    from grader.judge.assess import Property
    from grader.judge.draw import Draw

    Declared = Callable[[Callable[[Draw], Arguments]], Check]


@overload
def check(*names: object) -> Shown: ...
@overload
def check(
    name: str,
    *,
    reference: Reference | tuple[Reference, ...],
    id: str | None = None,
    gradients: Reference | None = None,
    strict: bool = False,
    within: float | None = None,
    domain: Callable[..., bool] | None = None,
) -> Declared: ...
@overload
def check(
    name: str,
    *,
    holds: Property,
    id: str | None = None,
    strict: bool = False,
    within: float | None = None,
    domain: Callable[..., bool] | None = None,
) -> Declared: ...


def check(*names: Any, **declaration: Any) -> Any:
    """Declares a check of the function `name` in a course: see `grader.course.question.check`.

    With nothing but names, in a notebook beside a kit: checks the questions of these names, all without any, on the
    cells run so far, and returns what Jupyter shows.
    """
    if declaration.keys() - {"name"}:
        from grader.course.question import check as declare

        return declare(*names, **declaration)
    from grader.commands.notebook import check_cells

    return check_cells(*names, *declaration.values())
