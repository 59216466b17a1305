"""The pages of reports: what a class did with a quiz."""

from functools import partial

from flask import request, url_for

from quizapp.attempts.regrading import log_of
from quizapp.core.attempts import engine
from quizapp.core.attempts.policy import EVERYTHING
from quizapp.reports import (  # noqa: F401  the routes of some
    analysis_views,
    claims,
    file_views,
    marking_views,
    regrading_views,
    reteach_views,
    service,
)
from quizapp.reports.bars import Link, answer_bars, parts_of
from quizapp.reports.blueprint import blueprint, page, read_report
from quizapp.reports.evidence import picked_in
from quizapp.reports.grouping import suggestion
from quizapp.reports.history import events_of, tries_of
from quizapp.reports.knowing import Arrangement, standing_with
from quizapp.reports.report import Item, Student
from quizapp.reports.timing import time_of
from quizapp.web.access import staff_only


@blueprint.get("/assignments/<int:assignment_id>/report")
@staff_only
def show(assignment_id: int) -> str:
    """Show what to teach again and to whom, how far the class is, and the scores."""
    report = read_report(assignment_id)
    return page("show", report, suggestion=suggestion(report), by_status=claims.by_status(report))


@blueprint.get("/assignments/<int:assignment_id>/report/students")
@staff_only
def students(assignment_id: int) -> str:
    """Show students by questions or by passages, each response a link, and groups for tomorrow."""
    report = read_report(assignment_id)
    arranged = Arrangement.read(report, request.args)
    # A class of 300 has thousands of cells: one address is made, and the numbers put into it.
    pattern = url_for(
        ".response", assignment_id=assignment_id, attempt_id=0, slot=0, **arranged.params()
    ).replace("/0/0", "/{}/{}", 1)

    def cell_url(student: Student, item: Item) -> str:
        return pattern.format(student.counted.attempt_id if student.counted else 0, item.slot)

    return page("students", report, arranged=arranged, standing_with=standing_with, cell_url=cell_url)


def _who_answered(assignment_id: int) -> Link:
    """Return what makes the address of who gave an answer, of the question's number and the answer's key."""
    return lambda number, answer: url_for(
        ".answers", assignment_id=assignment_id, question=number, answer=answer
    )


@blueprint.get("/assignments/<int:assignment_id>/report/questions")
@staff_only
def questions(assignment_id: int) -> str:
    """Show how each question went, and which answers were given."""
    report = read_report(assignment_id)
    return page(
        "questions",
        report,
        **analysis_views.figures(report),
        answer_bars=partial(answer_bars, link=_who_answered(assignment_id)),
        parts_of=partial(parts_of, link=_who_answered(assignment_id)),
        regrades=log_of(report.assignment),
        numbers={item.slot: item.number for item in report.items},
    )


@blueprint.get("/assignments/<int:assignment_id>/report/reading")
@staff_only
def reading(assignment_id: int) -> str:
    """Show the reading, each passage shaded by how well it is known."""
    report = read_report(assignment_id)

    return page("reading", report, picked=picked_in(report, _who_answered(assignment_id)))


@blueprint.get("/assignments/<int:assignment_id>/report/responses/<int:attempt_id>/<int:slot>")
@staff_only
def response(assignment_id: int, attempt_id: int, slot: int) -> str:
    """Show one answer with its key, its grade, its passage and its history."""
    report = read_report(assignment_id)
    one = service.response_in(report, attempt_id, slot)
    question = one.item.question
    arranged = Arrangement.read(report, request.args)
    line = [student for student in arranged.students if student.was_asked(one.item)]
    asked = [item for item in report.items if item.slot in one.attempt.slots]
    place = asked.index(one.item)
    counted = [student.counted.attempt_id for student in line if student.counted]
    spot = counted.index(attempt_id) if attempt_id in counted else None

    def link(attempt: int, at: int) -> str:
        return url_for(
            ".response", assignment_id=assignment_id, attempt_id=attempt, slot=at, **arranged.params()
        )

    return page(
        "response",
        report,
        one=one,
        prompt=question.qtype.prompt(question.content, engine.shuffler(engine.choice_order(one.seed, slot))),
        grade=one.result.grade,
        everything=EVERYTHING,
        arranged=arranged,
        link=link,
        events=events_of(report, one),
        taken=time_of(one.attempt, slot),
        tries=tries_of(report, one),
        before_question=asked[place - 1] if place else None,
        next_question=asked[place + 1] if place + 1 < len(asked) else None,
        before_student=line[spot - 1] if spot else None,
        next_student=line[spot + 1] if spot is not None and spot + 1 < len(line) else None,
    )
