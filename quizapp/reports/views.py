"""The pages of reports: what a class did with a quiz."""

import io

from flask import request, send_file, url_for
from werkzeug.wrappers import Response

from quizapp.attempts.regrading import log_of
from quizapp.core.attempts import engine
from quizapp.core.attempts.policy import EVERYTHING
from quizapp.reports import (  # noqa: F401  their routes
    analysis_views,
    marking_views,
    regrading_views,
    scores_csv,
    service,
)
from quizapp.reports.bars import answer_bars, parts_of
from quizapp.reports.blueprint import blueprint, page, read_report
from quizapp.reports.report import Report, Student
from quizapp.web import clock
from quizapp.web.access import staff_only


@blueprint.get("/assignments/<int:assignment_id>/report")
@staff_only
def show(assignment_id: int) -> str:
    """Show how far the class is, the scores, and the passages to teach again."""
    return page("show", read_report(assignment_id))


@blueprint.get("/assignments/<int:assignment_id>/report/students")
@staff_only
def students(assignment_id: int) -> str:
    """Show students by questions, each response a link."""
    report = read_report(assignment_id)
    rows = [
        (student, [report.mark(student, item) if student.was_asked(item) else None for item in report.items])
        for student in _ordered(report)
    ]
    return page("students", report, rows=rows, order=_order())


def _order() -> str:
    return "name" if request.args.get("order") == "name" else ""


def _ordered(report: Report) -> list[Student]:
    return list(report.handed_in) if _order() else report.lowest_first()


@blueprint.get("/assignments/<int:assignment_id>/report/questions")
@staff_only
def questions(assignment_id: int) -> str:
    """Show how each question went, and which answers were given."""
    report = read_report(assignment_id)
    return page(
        "questions",
        report,
        **analysis_views.figures(report),
        answer_bars=answer_bars,
        parts_of=parts_of,
        regrades=log_of(report.assignment),
        numbers={item.slot: item.number for item in report.items},
    )


@blueprint.get("/assignments/<int:assignment_id>/report/reading")
@staff_only
def reading(assignment_id: int) -> str:
    """Show the reading, each passage shaded by how well it is known."""
    return page("reading", read_report(assignment_id))


@blueprint.get("/assignments/<int:assignment_id>/report/responses/<int:attempt_id>/<int:slot>")
@staff_only
def response(assignment_id: int, attempt_id: int, slot: int) -> str:
    """Show one answer with its key, its grade and its passage."""
    report = read_report(assignment_id)
    one = service.response_in(report, attempt_id, slot)
    question = one.item.question
    line = [student for student in _ordered(report) if student.was_asked(one.item)]
    asked = [item for item in report.items if item.slot in one.attempt.slots]
    place = asked.index(one.item)
    counted = [student.counted.attempt_id for student in line if student.counted]
    spot = counted.index(attempt_id) if attempt_id in counted else None

    def link(attempt: int, at: int) -> str:
        return url_for(
            ".response", assignment_id=assignment_id, attempt_id=attempt, slot=at, order=_order() or None
        )

    return page(
        "response",
        report,
        one=one,
        prompt=question.qtype.prompt(question.content, engine.shuffler(engine.choice_order(one.seed, slot))),
        grade=one.result.grade,
        everything=EVERYTHING,
        order=_order(),
        link=link,
        before_question=asked[place - 1] if place else None,
        next_question=asked[place + 1] if place + 1 < len(asked) else None,
        before_student=line[spot - 1] if spot else None,
        next_student=line[spot + 1] if spot is not None and spot + 1 < len(line) else None,
    )


@blueprint.get("/assignments/<int:assignment_id>/report.csv")
@staff_only
def csv(assignment_id: int) -> Response:
    """Send the scores as a file for a spreadsheet."""
    report = read_report(assignment_id)
    return send_file(
        io.BytesIO(scores_csv.write(report, clock.zone())),
        mimetype="text/csv",
        as_attachment=True,
        download_name=scores_csv.file_name(report),
    )
