"""Fixtures of the report's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .factory import Factory
from .page import Page
from .strategies import Strategies, strategies

HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}{% for x in [] %}",
    '=HYPERLINK("http://evil","x")',
    "\"' onmouseover=alert(1) x='",
    "</title></style></textarea><svg onload=alert(1)>",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "\u202egnp.exe\u2066\x00\x1b[31mred\x07\ud800\ufffe",
    "[bold red]markup[/] [link=http://evil]x[/link]",
    "ünïcödé 数学 🧮 \u0645\u0631\u062d\u0628\u0627",
    "..\\../../etc/passwd",
)


@pytest.fixture(scope="session")
def make() -> Factory:
    return Factory()


@pytest.fixture(scope="session")
def random_results() -> Strategies:
    return strategies()


@pytest.fixture(scope="session")
def read() -> Callable[[str], Page]:
    """Parses a page and checks what every page must keep to."""

    def parse(source: str) -> Page:
        page = Page()
        page.feed(source)
        page.close()
        page.check()
        return page

    return parse


@pytest.fixture(scope="session", params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)
