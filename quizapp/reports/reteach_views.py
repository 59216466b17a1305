"""What to do with a report: a quiz of what was missed, a sheet to teach from, the answers behind a figure."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.core.claims import CLAIM_MEANINGS, CLAIM_WORDS, ClaimStatus
from quizapp.quizzes.assigning import RefusalError
from quizapp.reports import behind, claims
from quizapp.reports.blueprint import blueprint, page, read_report
from quizapp.reports.follow_up import make_follow_up
from quizapp.reports.report import Report, WeakPassage
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo


def _passages_asked_for(report: Report, named: list[str]) -> list[int]:
    """Return the passages of the report among those named, or where none is named the weakest."""
    wanted = [number for number in report.passages if str(number) in named]
    return wanted or ([] if named else [weak.passage.id for weak in report.weakest])


@blueprint.post("/assignments/<int:assignment_id>/report/follow-up")
@staff_only
def follow_up(assignment_id: int) -> Response:
    """Make a quiz of the questions about the passages named, or about the weakest."""
    report = read_report(assignment_id)
    passages = _passages_asked_for(report, request.form.getlist("passage"))
    try:
        made = make_follow_up(report, passages, owner=current_user, now=clock.now())
    except RefusalError as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".show", assignment_id=assignment_id), 303)
    count = plural(len(made.quiz.questions), "question")
    left_out = (
        f" {plural(made.left_out, 'is', 'are')} not approved any more and left out." if made.left_out else ""
    )
    offer_undo(
        f"Made a quiz of {count} the class missed.{left_out} Look it over, then assign it.",
        url_for("quizzes.archive", quiz_id=made.quiz.id),
    )
    class_ = report.assignment.class_
    toward: dict[str, Any] = {} if class_.sample or class_.archived_at else {"class": class_.id}
    return redirect(url_for("quizzes.show", quiz_id=made.quiz.id, **toward), 303)


@blueprint.get("/assignments/<int:assignment_id>/report/sheet")
@staff_only
def sheet(assignment_id: int) -> str:
    """Show a sheet to print: each passage to teach again, the questions about it, what went wrong."""
    report = read_report(assignment_id)
    named = [part for part in request.args.get("passages", "").split("-") if part]
    wanted = _passages_asked_for(report, named)
    weak: list[WeakPassage] = [report.weak(number) for number in wanted if number in report.shares]
    return page(
        "sheet",
        report,
        weak=weak,
        names=request.args.get("names") == "1",
        passages="-".join(str(one.passage.id) for one in weak) if named else None,
    )


@blueprint.get("/assignments/<int:assignment_id>/report/claims", endpoint="claims")
@staff_only
def claims_page(assignment_id: int) -> str:
    """Show how the class does by kind of claim and by who says it, and what it takes for what."""
    report = read_report(assignment_id)
    sorting = claims.sorting(report)
    return page(
        "claims",
        report,
        by_status=claims.by_status(report),
        by_speaker=claims.by_speaker(report),
        sorting=sorting,
        sorting_items=claims.sorting_items(report),
        finding=claims.finding(sorting),
        kinds=list(ClaimStatus),
        words=CLAIM_WORDS,
        meanings=CLAIM_MEANINGS,
    )


@blueprint.get("/assignments/<int:assignment_id>/report/answers")
@staff_only
def answers(assignment_id: int) -> str:
    """Show the answers that a figure of the report rests on."""
    report = read_report(assignment_id)
    wanted = behind.read_behind(report, request.args)
    return page("answers", report, behind=wanted, lines=behind.lines(report, wanted), words=CLAIM_WORDS)
