"""Pages that carry everything with them: one style sheet inside, no scripts, nothing from elsewhere."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.records import CheckResult
from grader.report import plots
from grader.report.badge import badge
from grader.report.comparison import Panel, Room, panels
from grader.report.derivation import own_notes, place_of_fault, remark, unsaid_facts
from grader.report.example import answered, call, described
from grader.report.linear import relation
from grader.report.mathml import allowed
from grader.report.text import one_line, shorten, visible
from grader.report.values import points

MAX_BYTES = 400_000
_READABLE = 250  # characters that a message needs to say anything
TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Caps:
    """How much a page holds: characters of a text, entries of an array along an axis, items of a list.

    `text` is for messages and calls, `long` for a student's own texts, `short` for titles and names.
    """

    text: int = 4_000
    long: int = 24_000
    short: int = 300
    entries: int = 12
    items: int = 200

    def smaller(self) -> Caps:
        """Half of it. Texts give way first: a check that is not shown at all is the greater loss."""
        if self.text > _READABLE:
            return replace(self, text=self.text // 2, long=self.long // 2)
        return Caps(
            text=max(self.text // 2, 40),
            long=max(self.long // 2, 40),
            short=max(self.short // 2, 20),
            entries=max(self.entries * 3 // 4, 4),
            items=max(self.items // 2, 2),
        )


def fitting(template: str, limit: int, context: dict[str, Any]) -> str:
    """The page with as much of long texts and lists as `limit` bytes of UTF-8 hold."""
    caps = Caps()
    while True:
        page = render(template, {**context, "caps": caps})
        size = len(page.encode())
        if size <= limit or caps == caps.smaller():
            return page
        caps = _reduced(caps, size / limit)


def _reduced(caps: Caps, excess: float) -> Caps:
    """The next caps to try. Half the text leaves at least half the page, so that some need no trying."""
    caps = caps.smaller()
    while excess > 4 and caps.text > _READABLE:
        caps, excess = caps.smaller(), excess / 2
    return caps


def render(template: str, context: dict[str, Any]) -> str:
    """One page; `context` needs `caps` beside what the template names."""
    # Whatever the templates let through, no control character and no lone surrogate leaves the house. One for
    # one: dropping a terminal's sequence at this point could take the beginning of a tag with it.
    return visible(environment().get_template(template).render(context))


@functools.cache
def environment() -> Environment:
    """Compiled once a process: a class is hundreds of pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    made.globals.update(style=Markup(style), policy=policy(style), bar=plots.bar)  # noqa: S704 - our own file
    made.filters.update(
        badge=badge,
        points=points,
        shorten=shorten,
        one_line=one_line,
        when=when,
        compared=compared,
        call=call,
        described=described,
        formula=formula,
        coded=coded,
        relation=relation,
        remark=remark,
        own_notes=own_notes,
        unsaid_facts=unsaid_facts,
        place_of_fault=place_of_fault,
        hours=hours,
    )
    return made


def policy(style: str) -> str:
    """The Content-Security-Policy: the style sheet by its hash, images only from within the page."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def when(time: datetime) -> str:
    """`2026-11-20 12:00 UTC`: a class may sit in several zones."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def hours(length: float) -> str:
    """`26 h`, `3 days 2 h`, `40 min`."""
    if length < 1:
        return f"{max(round(length * 60), 1)} min"
    days, rest = divmod(round(length), 24)
    return f"{days} day{'s' * (days != 1)} {rest} h" if days else f"{rest} h"


def compared(check: CheckResult, beside: Sequence[CheckResult], caps: Caps) -> tuple[Panel, ...]:
    """Got and expected of a check among those of its part; no panel without a counterexample."""
    example = answered(check, beside)
    return panels(example.got, example.expected, Room(caps.entries, caps.text)) if example else ()


def formula(source: str) -> Markup | None:
    """MathML fit for the page, or None."""
    rebuilt = allowed(source)
    return None if rebuilt is None else Markup(rebuilt)  # noqa: S704 - rebuilt from a list of allowed elements


def coded(text: str) -> Markup:
    """One line of ours in which `backticks` set code apart, as in the docstrings that titles come from."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(piece) if i % 2 else piece for i, piece in enumerate(pieces))
