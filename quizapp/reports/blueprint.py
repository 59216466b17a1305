"""What every page of a report has: the blueprint, the report itself, the tabs."""

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from quizapp.attempts.handing_in import settle_due
from quizapp.core.statistics.items import FEW
from quizapp.progress.blueprint import paper_head
from quizapp.quizzes.assigning import state_of
from quizapp.reports import service, wording
from quizapp.reports.report import Report
from quizapp.web import clock
from quizapp.web.transaction import SAFE_METHODS

blueprint = Blueprint("reports", __name__)

PAGES = (
    ("Reteach", "reports.show"),
    ("Reading", "reports.reading"),
    ("Students", "reports.students"),
    ("Questions", "reports.questions"),
    ("Test", "reports.test"),
    ("Claims", "reports.claims"),
)
MARKING = ("Marking", "reports.marking")


def read_report(assignment_id: int) -> Report:
    """Return the report that the person may see, with what the deadline has handed in."""
    if request.method in SAFE_METHODS:  # else the request itself holds what the handing in waits for
        settle_due(clock.now())
    return service.report_for_viewing(current_user, assignment_id)


def _day(now: datetime) -> str:
    here = now.astimezone(clock.zone())
    return f"{here.day} {here:%b %Y}"


def page(template: str, report: Report, **values: Any) -> str:
    """Draw a page of a report in its frame."""
    assignment, now = report.assignment, clock.now()
    can_mark = report.by_hand and not assignment.class_.sample
    tabs = [
        (words, url_for(endpoint, assignment_id=assignment.id), endpoint == request.endpoint)
        for words, endpoint in (*PAGES, *([MARKING] if can_mark else []))
    ]
    return render_template(
        f"reports/{template}.html",
        report=report,
        assignment=assignment,
        wording=wording,
        tabs=tabs,
        few=FEW,
        state=state_of(assignment, now),
        now=now,
        **{"paper": paper_head(assignment.class_, assignment.quiz.title, now), "day": _day(now), **values},
    )
