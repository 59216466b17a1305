"""The pages with the statistics of an assignment: each question, and the test as a whole."""

from typing import Any

from flask_login import current_user

from quizapp.reports.analysis import Analysis
from quizapp.reports.blueprint import blueprint, page, read_report
from quizapp.reports.figures import question_figures
from quizapp.reports.report import Report
from quizapp.reports.thirds_chart import lines
from quizapp.reports.timing import time_taken
from quizapp.reports.whole_test import histogram, share_bins, told, verdict
from quizapp.web.access import staff_only


def figures(report: Report) -> dict[str, Any]:
    """Return what the page of questions tells besides who answered what."""
    if not report.n:
        return {"analysis": None}
    revisions = {item.revision_id: item.revision_id for item in report.items}
    return {
        "analysis": Analysis(report),
        "lines": lines,
        "times": time_taken(report),
        "pooled": {} if report.assignment.class_.sample else question_figures(current_user, revisions),
    }


@blueprint.get("/assignments/<int:assignment_id>/report/test")
@staff_only
def test(assignment_id: int) -> str:
    """Show the test as a whole: how its scores lie, and how far they can be relied on."""
    report = read_report(assignment_id)
    analysis = Analysis(report)
    bins = share_bins(analysis)
    return page(
        "test",
        report,
        analysis=analysis,
        rows=told(analysis.test),
        verdict=verdict(analysis.test),
        bins=bins,
        histogram=histogram(bins),
    )
