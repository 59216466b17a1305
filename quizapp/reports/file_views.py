"""What leaves the app as a file: the tables of a report, the results of a class, one row an answer."""

import io
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from flask import current_app, render_template, send_file, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import insert
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from quizapp.accounts.forms import stripped
from quizapp.accounts.models import AuditEntry
from quizapp.attempts.handing_in import settle_due
from quizapp.classes.models import Class
from quizapp.classes.service import class_for_viewing
from quizapp.core.tables.csv_file import write_csv
from quizapp.core.tables.table import Table, file_name
from quizapp.core.tables.xlsx_file import write_xlsx
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import assignment_for_viewing
from quizapp.reports import tables
from quizapp.reports.blueprint import blueprint, read_report
from quizapp.reports.class_table import class_results, gradebook_table
from quizapp.reports.report import Report
from quizapp.reports.responses import Naming, assignments_to_take_out, rows_of
from quizapp.reports.responses_zip import write_zip
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.transaction import reads_only, write_now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")
PIECE = 64 * 1024

# Words for the lists of what there is to take out.
ABOUT = {
    "students": ("Students", "A row a student: score, times, and what each question earned."),
    "questions": ("Questions", "A row a question: share of its points, and what was chosen instead."),
    "passages": ("Passages", "A row a passage: how well it is known, and who missed it."),
    "statistics": (
        "Statistics of the questions",
        "Facility, discrimination, weight, alpha, and what to look at.",
    ),
    "test": ("The test as a whole", "Mean, spread, reliability, and why a figure is missing."),
    "claims": ("Claims", "A row a kind of claim, and each who makes claims: share of points."),
    "sorted-claims": ("Sorted claims", "What claims of each kind were taken for."),
}


# ---- tables


def send_tables(found: list[Table], form: str, *words: str) -> Response:
    """Send tables as one file named by these words and today: of several, CSV takes the first."""
    now, zone = clock.now(), clock.zone()
    data = write_csv(found[0], zone) if form == "csv" else write_xlsx(found, zone, made_at=now)
    return send_file(
        io.BytesIO(data),
        mimetype="text/csv" if form == "csv" else XLSX,
        as_attachment=True,
        download_name=file_name(*words, on=now.astimezone(zone).date(), ending=form),
    )


def _named(report: Report) -> tuple[str, ...]:
    class_ = report.assignment.class_
    return "sample data" if class_.sample else "", class_.name, report.assignment.quiz.title


@blueprint.get("/assignments/<int:assignment_id>/report/<table>.<form>")
@staff_only
def table_file(assignment_id: int, table: str, form: str) -> Response:
    """Send one table of a report."""
    if table not in tables.TABLES or form not in FORMS:
        raise NotFound
    report = read_report(assignment_id)
    return send_tables([tables.table_of(report, table)], form, *_named(report), table)


@blueprint.get("/assignments/<int:assignment_id>/report.xlsx")
@staff_only
def workbook(assignment_id: int) -> Response:
    """Send all tables of a report, a sheet each."""
    report = read_report(assignment_id)
    found = [tables.table_of(report, name) for name in tables.TABLES]
    # Most quizzes ask to sort no claims, and a sheet without a row is a riddle.
    found = [table for table in found if table.rows or table.title != "Sorted claims"]
    return send_tables(found, "xlsx", *_named(report), "report")


@blueprint.get("/assignments/<int:assignment_id>/report.csv")
@staff_only
def csv(assignment_id: int) -> Response:
    """Send the scores, at the address that they have had from the beginning."""
    return table_file(assignment_id, "students", "csv")


@blueprint.get("/classes/<int:class_id>/results.<form>")
@staff_only
def class_table(class_id: int, form: str) -> Response:
    """Send what a class did in all its quizzes."""
    if form not in FORMS:
        raise NotFound
    settle_due(clock.now())
    class_ = class_for_viewing(current_user, class_id)
    sample = "sample data" if class_.sample else ""
    return send_tables([class_results(class_)], form, sample, class_.name, "results")


@blueprint.get("/classes/<int:class_id>/gradebook.<form>")
@staff_only
def gradebook_file(class_id: int, form: str) -> Response:
    """Send the whole gradebook of a class."""
    if form not in FORMS:
        raise NotFound
    now = clock.now()
    settle_due(now)
    class_ = class_for_viewing(current_user, class_id)
    sample = "sample data" if class_.sample else ""
    return send_tables([gradebook_table(class_, now=now)], form, sample, class_.name, "gradebook")


# ---- one row an answer


class ResponsesForm(FlaskForm):
    names = RadioField(
        "Whose answers they are",
        [InputRequired("Choose pseudonyms or names.")],
        choices=[
            SelectChoice("hidden", "Pseudonyms, such as s-3f9a0c71b2d4: no name, number or time of day"),
            SelectChoice("shown", "Names: for yourself, to be kept safe"),
        ],
        default="hidden",
    )
    key = StringField(
        "Key for the pseudonyms",
        [Length(max=80, message="Shorten the key to 80 letters or fewer.")],
        filters=[stripped],
        description="The same key gives the same pseudonyms again, so that two files can be joined. "
        "Left empty, a new one is made and told in the file.",
    )


@blueprint.post("/assignments/<int:assignment_id>/responses.zip")
@staff_only
@reads_only
def responses(assignment_id: int) -> Any:
    """Send every answer to one quiz."""
    return _send_responses(assignment_for_viewing(current_user, assignment_id), None)


@blueprint.post("/classes/<int:class_id>/responses.zip")
@staff_only
@reads_only
def class_responses(class_id: int) -> Any:
    """Send every answer of a class."""
    return _send_responses(None, class_for_viewing(current_user, class_id))


@blueprint.post("/responses.zip")
@staff_only
@reads_only
def all_responses() -> Any:
    """Send every answer of one's own classes; for an admin, of the school."""
    return _send_responses(None, None)


def _send_responses(assignment: Assignment | None, class_: Class | None) -> Any:
    """Send the file for R or pandas, and log that it was taken out."""
    form = ResponsesForm()
    if not form.validate_on_submit():
        return _page(assignment, class_, form), 422
    hidden = form.names.data == "hidden"
    naming = Naming(
        str(current_app.config["SECRET_KEY"]), (form.key.data or secrets.token_hex(8)) if hidden else None
    )
    now = clock.now()
    _log(_scope(assignment, class_), hidden, now)
    settle_due(now)
    wanted = assignments_to_take_out(current_user, class_=class_, assignment=assignment)
    of = assignment.class_ if assignment else class_
    sample = of is not None and of.sample
    here = now.astimezone(clock.zone())
    quiz = assignment.quiz.title if assignment else ""
    # What a file with pseudonyms is called tells no class either.
    words = (quiz, "answers pseudonyms") if hidden else (of.name if of else "", quiz, "answers")
    file = write_zip(
        rows_of(wanted, naming),
        naming,
        title=f"Answers{f' to “{quiz}”' if quiz else ''}, one row each",
        scope="" if of else " Sample classes are left out.",
        sample=sample,
        now=here,
    )
    name = file_name("sample data" if sample else "", *words, on=here.date(), ending="zip")
    answer = Response(_pieces(file), mimetype="application/zip")
    answer.content_length = file.seek(0, io.SEEK_END)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file from its beginning, and close it."""
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _scope(assignment: Assignment | None, class_: Class | None) -> str:
    if assignment:
        return f"{assignment.class_.name}: {assignment.quiz.title}"
    if class_:
        return class_.name
    return "the whole school" if current_user.is_admin else "all own classes"


def _log(subject: str, hidden: bool, now: datetime) -> None:
    # By the writer, before the file: the request itself only reads, so that nobody's answer waits for it.
    entry = {
        "at": now,
        "actor_id": current_user.id,
        "act": "answers.taken_out",
        "subject": subject[:120],
        "detail": {"with": "pseudonyms" if hidden else "names"},
    }
    write_now(lambda connection: connection.execute(insert(AuditEntry), [entry]))


# ---- the pages that list what there is


@blueprint.get("/assignments/<int:assignment_id>/files")
@staff_only
def files(assignment_id: int) -> str:
    """List what can be taken out of a report."""
    return _page(assignment_for_viewing(current_user, assignment_id), None, ResponsesForm())


@blueprint.get("/classes/<int:class_id>/files")
@staff_only
def class_files(class_id: int) -> str:
    """List what can be taken out of a class."""
    return _page(None, class_for_viewing(current_user, class_id), ResponsesForm())


@blueprint.get("/files")
@staff_only
def all_files() -> str:
    """List what can be taken out of all classes of one's own; for an admin, of the school."""
    return _page(None, None, ResponsesForm())


Line = tuple[str, str, list[tuple[str, str]]]
"""Something to take out: its title, what it is, and words and address of each form it comes in."""


def _page(assignment: Assignment | None, class_: Class | None, form: ResponsesForm) -> str:
    lines: list[Line] = []
    responses_url = url_for(".all_responses")
    if assignment:
        lines = _of_report(assignment.id)
        responses_url = url_for(".responses", assignment_id=assignment.id)
    elif class_:
        lines = _of_class(class_.id)
        responses_url = url_for(".class_responses", class_id=class_.id)
    return render_template(
        "reports/files.html",
        assignment=assignment,
        class_=assignment.class_ if assignment else class_,
        lines=lines,
        form=form,
        responses_url=responses_url,
    )


def _of_report(number: int) -> list[Line]:
    def urls(table: str) -> list[tuple[str, str]]:
        return [
            (form.upper(), url_for(".table_file", assignment_id=number, table=table, form=form))
            for form in FORMS
        ]

    lines: list[Line] = [(title, about, urls(name)) for name, (title, about) in ABOUT.items()]
    book = url_for(".workbook", assignment_id=number)
    return [*lines, ("All tables", "One workbook, a sheet each.", [("XLSX", book)])]


def _of_class(number: int) -> list[Line]:
    book = [(form.upper(), url_for(".gradebook_file", class_id=number, form=form)) for form in FORMS]
    urls = [(form.upper(), url_for(".class_table", class_id=number, form=form)) for form in FORMS]
    return [
        ("Gradebook", "By its rules: the figure, the trend, each category and every quiz.", book),
        ("Results", "A row a student, a column a quiz: the share of its points.", urls),
    ]
