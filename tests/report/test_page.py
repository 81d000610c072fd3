"""The policy, the style sheet, and pages as a browser takes them."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from grader.report.audience import Audience
from grader.report.overview import class_page
from grader.report.page import TEMPLATES, Caps, coded, environment, fitting, formula, hours, policy, relation, when
from grader.report.student import student_page

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")


def test_the_policy_names_the_style_sheet_that_is_in_the_page(make: Any) -> None:
    page = student_page(make.result())
    found = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert found
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.replace("&#39;", "'")


def test_the_policy_forbids_everything_else() -> None:
    directives = dict(part.strip().split(" ", 1) for part in policy("").split(";"))
    assert directives.pop("style-src").startswith("'sha256-")
    assert directives == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}


def test_a_forgotten_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ forgotten }}").render()


def test_templates_escape() -> None:
    assert environment().from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


# --------------------------------------------------------------------------- colours


def luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def palettes() -> list[dict[str, str]]:
    """The light and the dark one."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks]


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_text_has_contrast(palette: dict[str, str]) -> None:
    tones = ("good", "partial", "bad", "wait", "fault", "none")
    pairs = [(tone, f"{tone}-pale") for tone in tones]
    pairs += [(ink, ground) for ink in ("ink", "soft", "accent") for ground in ("sheet", "paper", "deep")]
    pairs += [("wait", "paper"), ("good", "sheet")]
    assert len(palette) >= 25
    assert {
        pair: contrast(*(palette[name] for name in pair))
        for pair in pairs
        if contrast(palette[pair[0]], palette[pair[1]]) < 4.5
    } == {}


def test_contrast_is_measured_as_it_should_be() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_class_in_the_templates_is_in_the_style_sheet() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source)
    used = {name for found in re.findall(r'class="([^"]*)"', plain) for name in found.split()}
    known = set(re.findall(r"\.([a-z][a-z-]*)", STYLE))
    assert used <= known


# --------------------------------------------------------------------------- room


def test_caps_shrink_to_a_floor_and_texts_give_way_before_lists() -> None:
    caps = Caps()
    seen = [caps]
    while caps != caps.smaller():
        caps = caps.smaller()
        seen.append(caps)
    assert len(seen) < 20
    assert seen[1].items == Caps().items
    assert seen[1].text < Caps().text
    assert (caps.text, caps.items, caps.entries) == (40, 2, 4)


@pytest.mark.parametrize("limit", [60_000, 100_000, 400_000])
def test_pages_fit_their_limit(make: Any, limit: int) -> None:
    context = {
        "result": make.saturated("<" * 100_000, 20),
        "audience": "instructor",
        "index": None,
        "tier": "",
        "kinds": {},
        "evidence": "",
        "name": "",
    }
    context["kinds"] = {part.kind: "x" for part in context["result"].questions[0].parts}
    page = fitting("student.html", limit, context)
    assert limit / 10 < len(page.encode()) <= limit


# --------------------------------------------------------------------------- small things


def test_moments_and_lengths() -> None:
    assert when(datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))) == "2026-07-01 12:30 UTC"
    assert when(datetime(2026, 7, 1, tzinfo=UTC)) == "2026-07-01 00:00 UTC"
    assert [hours(length) for length in (0.001, 0.5, 1.2, 26, 50, 24)] == [
        "1 min", "30 min", "1 h", "1 day 2 h", "2 days 2 h", "1 day 0 h",
    ]  # fmt: skip


def test_backticks_set_code_and_odd_ones_stay() -> None:
    assert coded("`log(<x>)` with −inf") == "<code>log(&lt;x&gt;)</code> with −inf"
    assert coded("an odd ` one <") == "an odd ` one &lt;"


def test_relations_and_formulas() -> None:
    assert [relation(sign) for sign in ("\\geq", "<=", "=", ">")] == ["≥", "≤", "=", ">"]
    assert formula("<math><mi>x</mi></math>") == "<math><mi>x</mi></math>"
    assert formula("<b>x</b>") is None


# --------------------------------------------------------------------------- a real browser

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium here: pages are not loaded in a real browser")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
]


# Says in its parent how wide the page and its overviews are, and how wide they would like to be.
MEASURE = """<script>addEventListener("load", () => {
  const all = [document.documentElement, ...[...document.querySelectorAll(".overview")].map(one => one.parentElement)];
  parent.postMessage(all.map(one => one.scrollWidth - one.clientWidth).join(" "), "*");
})</script>"""
FRAME = """<iframe src="framed.html" width="{width}" height="900"></iframe><script>
addEventListener("message", event => { document.body.textContent = "too wide by " + event.data; })</script>"""


def load(page: str, folder: Path, *options: str) -> tuple[str, list[str]]:
    """The document as the browser has it, and what its console said: policy violations among it."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    assert BROWSER
    command = [BROWSER, *QUIET, f"--user-data-dir={folder / 'profile'}", *options, "--dump-dom", path.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    errors = done.stderr.decode("utf-8", "replace").splitlines()
    return done.stdout.decode("utf-8"), [line for line in errors if ":CONSOLE" in line]


@needs_browser
def test_the_browser_reports_what_the_policy_blocks(make: Any, tmp_path: Path) -> None:
    bad = "<p style='color:red'>x</p><script>document.title='run'</script><img src='http://192.0.2.1/x.png'>"
    dom, console = load(student_page(make.result()).replace("<main", bad + "<main"), tmp_path)
    assert len([line for line in console if "Content Security Policy" in line]) >= 3
    assert "<title>run</title>" not in dom


@needs_browser
@pytest.mark.parametrize("kind", ["student", "redacted", "class"])
def test_pages_load_without_a_word_from_the_console(
    make: Any, read: Callable[[str], Any], tmp_path: Path, kind: str
) -> None:
    everything = make.saturated("".join(map(str, HOSTILE)), student="<script>document.title='run'</script>")
    result = make.rich(questions=(*make.rich().questions, *everything.questions), student=everything.student)
    pages = {
        "student": lambda: student_page(result),
        "redacted": lambda: student_page(result, Audience.STUDENT),
        "class": lambda: class_page([*make.cohort(30), result], everything.student, {}),
    }
    dom, console = load(pages[kind](), tmp_path)
    assert console == []
    page = read(dom)
    assert "document.title='run'" in page.text
    if kind == "student":
        assert "math" in {tag for tag, _ in page.tags}


@needs_browser
@pytest.mark.parametrize("width", [1000, 485, 360])
@pytest.mark.parametrize("kind", ["student", "class"])
def test_nothing_but_the_tables_of_marks_and_long_formulas_scrolls_sideways(
    make: Any, tmp_path: Path, kind: str, width: int
) -> None:
    long = make.step(read_as=f"<math>{'<mi>x</mi><mo>+</mo>' * 200}</math>")
    unread = make.step(status="unreadable", source="x" * 200, message="cannot be read: x (at 'x', position 90)")
    proof = make.question(make.derivation(steps=(long, unread)), title="The reconstruction term, and a reconstruction")
    result = make.rich(questions=(*make.rich().questions, proof))
    page = student_page(result) if kind == "student" else class_page([*make.cohort(12), result], "x", {})
    loose = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (tmp_path / "framed.html").write_text(loose + MEASURE, encoding="utf-8")
    dom, _ = load(FRAME.replace("{width}", str(width)), tmp_path, "--virtual-time-budget=5000")
    found = re.search("too wide by ([0-9 ]+)", dom)
    assert found
    assert set(found[1].split()) == {"0"}


HOSTILE = ("<script>document.title='run'</script>", "<img src=x onerror=alert(1)>", "{{7*7}}", "\x00\u202e\ud800")
