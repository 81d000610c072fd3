"""Charts as inline SVG.

Colours come from the page's style sheet by class, in light and dark; a policy that forbids inline styles
leaves only attributes. Lengths across are percentages of the width: text keeps its size on a telephone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from grader.records import PartStatus
from grader.report.badge import PARTS
from grader.report.values import points

BINS = 10
_PLOT_TOP, _PLOT_HEIGHT, _HEIGHT = 22.0, 210.0, 268.0  # CSS pixels

SHARE_ORDER = (
    PartStatus.CORRECT,
    PartStatus.PARTIAL,
    PartStatus.WRONG,
    PartStatus.MISSING,
    PartStatus.PENDING,
    PartStatus.UNGRADED,
)


def bar(score: float, maximum: float, pending: float = 0.0) -> Markup:
    """A small bar: reached points filled, points that wait for a person hatched behind them."""
    reached = _percent(score, maximum)
    waits = min(_percent(pending, maximum), 100.0 - reached)
    label = f"{points(score)} of {points(maximum)} points" + (f", {points(pending)} pending" if pending > 0 else "")
    tone = "good" if reached >= 99.95 else "bad" if reached < 0.05 else "partial"
    pieces = [_box("track", 0.0, 100.0), _box(tone, 0.0, reached), _box("wait", reached, waits)]
    return _strip(label, pieces)


def shares(counts: Mapping[PartStatus, int]) -> Markup:
    """One bar, divided by how many answers are correct, partly correct, wrong and so on."""
    total = sum(counts.values())
    known = [(PARTS[status], counts.get(status, 0)) for status in SHARE_ORDER if counts.get(status, 0)]
    pieces: list[Markup] = []
    start = 0.0
    for badge, count in known:
        width = _percent(count, total)
        pieces.append(_box(badge.tone.value, start, width, f"{badge.word}: {count} of {total}"))
        start += width
    return _strip(", ".join(f"{count} {badge.word}" for badge, count in known) or "no answers", pieces)


def frequency(count: int, total: int) -> Markup:
    """How many of so many, as a bar."""
    return _strip(f"{count} of {total}", [_box("track", 0.0, 100.0), _box("bad", 0.0, _percent(count, total))])


def histogram(fractions: Sequence[float]) -> Markup:
    """How many submissions reached which share of the points: ten bins; 1.0 belongs to the last one."""
    heights = [0] * BINS
    for fraction in fractions:
        heights[min(int(min(max(fraction, 0.0), 1.0) * BINS), BINS - 1)] += 1
    tallest = max(heights, default=0) or 1
    columns = Markup("").join(_column(i, count, tallest) for i, count in enumerate(heights))
    edges = Markup("").join(_edge(i) for i in range(BINS + 1))
    base = Markup('<rect class="base" x="{}%" y="{}" width="{}%" height="1"/>').format(
        _plot_x(0), _PLOT_TOP + _PLOT_HEIGHT, _plot_x(BINS) - _plot_x(0)
    )
    ranges = (f"{100 * i // BINS} to {100 * (i + 1) // BINS} %: {count}" for i, count in enumerate(heights))
    return Markup(
        '<svg class="histogram" width="100%" height="{}" role="img" aria-label="{}">{}{}{}'
        '<text class="axis" x="50%" y="{}" text-anchor="middle">share of the points, in per cent</text></svg>'
    ).format(_HEIGHT, "Submissions by share of the points. " + "; ".join(ranges), columns, base, edges, _HEIGHT - 4)


def _column(position: int, count: int, tallest: int) -> Markup:
    height = _PLOT_HEIGHT * count / tallest
    top = _PLOT_TOP + _PLOT_HEIGHT - height
    left = _plot_x(position) + 0.6
    box = Markup('<rect class="column" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}" rx="2"/>')
    number = Markup('<text class="count" x="{:.2f}%" y="{:.1f}" text-anchor="middle">{}</text>')
    width = _plot_x(1) - _plot_x(0) - 1.2
    drawn = box.format(left, top, width, height)
    return drawn + number.format(left + width / 2, top - 5, count) if count else drawn


def _edge(position: int) -> Markup:
    base = _PLOT_TOP + _PLOT_HEIGHT
    tick = Markup('<text class="axis" x="{:.2f}%" y="{:.1f}" text-anchor="middle">{}</text>')
    return tick.format(_plot_x(position), base + 16, 100 * position // BINS)


def _plot_x(position: int) -> float:
    """Per cent of the width; 3 % at either side leave room for the outer labels."""
    return 3.0 + 94.0 * position / BINS


def _percent(part: float, whole: float) -> float:
    return min(max(100.0 * part / whole, 0.0), 100.0) if whole > 0 else 0.0


def _box(tone: str, start: float, width: float, title: str = "") -> Markup:
    if width <= 0:
        return Markup("")
    inner = Markup("<title>{}</title>").format(title) if title else Markup("")
    box = Markup('<rect class="{}" x="{:.2f}%" y="0" width="{:.2f}%" height="100%">{}</rect>')
    return box.format(tone, start, width, inner)


def _strip(label: str, pieces: Sequence[Markup]) -> Markup:
    return Markup('<svg class="bar" role="img" aria-label="{}">{}</svg>').format(label, Markup("").join(pieces))
