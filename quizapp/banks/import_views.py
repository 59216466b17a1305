"""The three pages on which a person brings in a document: give it, decide about its noise, part it."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from quizapp.banks import importing
from quizapp.banks.blueprint import blueprint
from quizapp.banks.content_form import tidy
from quizapp.core.documents.blocks import CONTROL
from quizapp.core.documents.passages import passages_of, read_text
from quizapp.core.documents.readers import READERS, read_document, read_pasted
from quizapp.core.findings import Finding
from quizapp.web import clock
from quizapp.web.access import staff_only

Answer = str | Response | tuple[str, int]


class DocumentForm(FlaskForm):
    file = FileField("A file", description="Text, Markdown, a saved web page, Word or PDF, of up to 2 MB.")
    text = TextAreaField("Or its text, pasted")


class ReadingForm(FlaskForm):
    title = StringField(
        "Title",
        [InputRequired("Write a title."), Length(max=200, message="Shorten the title to 200 characters.")],
        filters=[tidy],
    )
    note = TextAreaField(
        "About this text",
        [Length(max=2_000, message="Shorten this to 2,000 characters.")],
        filters=[lambda text: tidy(text).strip()],
        description="Where it comes from, what kind of text it is, what it does not tell.",
    )
    text = TextAreaField(
        "Text",
        filters=[lambda text: CONTROL.sub("", tidy(text))],
        description="A blank line parts passages. A line that begins with ## heads a section.",
    )


@blueprint.route("/bank/import", methods=["GET", "POST"])
@staff_only
def import_document() -> Answer:
    form = DocumentForm()
    if request.method == "GET":
        return _document_page(form)
    file = request.files.get("file")
    if file is not None and file.filename:
        blocks, title = read_document(file.read(), file.filename), file.filename.rpartition(".")[0]
    else:
        blocks, title = read_pasted(form.text.data or ""), "My text"
    if isinstance(blocks, Finding):
        field = form.file if blocks.place == "file" else form.text
        field.errors = [f"{blocks.message} {blocks.hint}"]
        return _document_page(form), 422
    row = importing.begin_import(blocks, title=title, owner=current_user, now=clock.now())
    return redirect(url_for("banks.import_blocks", import_id=row.id), 303)


def _document_page(form: DocumentForm) -> str:
    return render_template("banks/import.html", form=form, kinds=",".join(READERS))


@blueprint.route("/bank/import/<int:import_id>", methods=["GET", "POST"])
@staff_only
def import_blocks(import_id: int) -> Answer:
    row = importing.import_for(current_user, import_id)
    if request.method == "POST":
        removed, mended = (_places(request.form.getlist(name)) for name in ("remove", "edit"))
        importing.decide(row, removed=removed, mended=mended)
        return redirect(url_for("banks.import_text", import_id=row.id), 303)
    return render_template(
        "banks/import_blocks.html",
        row=row,
        blocks=importing.blocks_in(row),
        ticked=importing.ticked_in(row),
    )


@blueprint.route("/bank/import/<int:import_id>/text", methods=["GET", "POST"])
@staff_only
def import_text(import_id: int) -> Answer:
    row = importing.import_for(current_user, import_id)
    if row.text is None:
        return redirect(url_for("banks.import_blocks", import_id=row.id), 303)
    form = ReadingForm(title=row.title, text=row.text)
    if request.method == "GET":
        return render_template("banks/import_text.html", row=row, form=form)
    sections, findings = read_text(form.text.data or "")
    valid = form.validate()
    if findings:
        form.text.errors = [
            " ".join(filter(None, (f"Line {one.line}:" if one.line else "", one.message, one.hint)))
            for one in findings[:5]
        ]
    if findings or not valid:
        return render_template("banks/import_text.html", row=row, form=form), 422
    if request.form.get("act") == "preview":
        shown = passages_of(sections, importing.SOURCE)
        return render_template("banks/import_text.html", row=row, form=form, shown=shown)
    bank = importing.save_bank(
        row,
        sections,
        title=form.title.data or "",
        note=form.note.data or "",
        owner=current_user,
        now=clock.now(),
    )
    flash(f"“{bank.title}” is saved. Only you, your classes and the admin see it.", "done")
    return redirect(url_for("banks.drafts", slug=bank.slug), 303)


def _places(values: list[str]) -> set[int]:
    return {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 6}
