"""The class at a glance: who needs attention, statistics, recurring mistakes, and everyone's marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.grading.booking import shared
from grader.records import Result
from grader.report import cohort, plots
from grader.report.cohort import NOBODY
from grader.report.page import Caps, render

TOP_MISTAKES = 8
TOP_WEAK_POINTS = 8
TOP_PER_QUESTION = 3


def class_page(
    results: Sequence[Result], title: str, links: Mapping[str, str], names: Mapping[str, str] = NOBODY
) -> str:
    """A self-contained HTML page. `links` leads from a student's id to the address of the report, `names` to a name."""
    ordered = sorted(results, key=lambda result: (result.student.casefold(), result.student))
    graded = cohort.graded(ordered)
    fractions = [result.score / result.max_score for result in graded if result.max_score > 0]
    questions, mistakes = cohort.questions(ordered), cohort.mistakes(ordered)
    context = {
        "title": title,
        "results": ordered,
        "links": links,
        "names": names,
        "groups": shared(ordered),
        "assignments": sorted({result.assignment for result in results}),
        "newest": max((result.graded_at for result in results), default=None),
        "summary": cohort.summary(ordered),
        "questions": questions,
        "mistakes": mistakes[:TOP_MISTAKES],
        "weak_points": cohort.weak_points(ordered)[:TOP_WEAK_POINTS],
        "recurring": {
            question.id: [item for item in mistakes if item.question == question.id][:TOP_PER_QUESTION]
            for question in questions
        },
        "attention": cohort.attention(ordered),
        "answers": {result.student: {q.id: q for q in result.questions} for result in ordered},
        "histogram": plots.histogram(fractions),
        "shares": plots.shares,
        "frequency": plots.frequency,
        "share_order": plots.SHARE_ORDER,
        "caps": Caps(),
    }
    return render("class.html", context)
