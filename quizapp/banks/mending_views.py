"""The page on which a passage of one's own document is mended or taken out."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField

from quizapp.banks import mending, service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.content_form import tidy
from quizapp.banks.models import Bank, Passage
from quizapp.banks.rechecking import count_to_recheck
from quizapp.core.documents.blocks import CONTROL
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.notices import offer_undo

CHANGED = "Somebody changed the passage while you were writing. It says now: “{}” Save again to replace that."


class PassageForm(FlaskForm):
    text = TextAreaField("Text", filters=[lambda text: CONTROL.sub("", tidy(text)).strip()])
    seen = HiddenField()


@blueprint.route("/bank/<slug>/passages/<int:passage_id>/edit", methods=["GET", "POST"])
@staff_only
def edit_passage(slug: str, passage_id: int) -> str | Response | tuple[str, int]:
    bank = service.bank_for_editing(current_user, slug)
    row = mending.own_passage(bank, passage_id)
    who = {"actor": current_user, "now": clock.now()}
    act = request.form.get("act", "save")
    if request.method == "POST" and act in ("remove", "restore"):
        if act == "restore":
            mending.put_back(row, **who)
        elif row.removed_at is None:
            mending.take_out(row, **who)
            offer_undo(f"¶ {row.number} is taken out of the reading.", request.path, act="restore")
        return redirect(_reading(bank, row), 303)
    form = PassageForm(text=row.text, seen=row.digest)
    if request.method == "GET":
        return _page(bank, row, form)
    form.validate()
    if why := mending.why_no_passage(form.text.data or ""):
        form.text.errors = [why]
        return _page(bank, row, form), 422
    if form.seen.data != row.digest and form.text.data != row.text:
        form.text.errors, form.seen.data = [CHANGED.format(row.text)], row.digest
        return _page(bank, row, form), 409
    if not mending.mend(row, form.text.data or "", **who):
        flash("Nothing had changed, so nothing was saved.", "info")
    elif count_to_recheck(bank):
        flash("The passage is saved. Look whether these still follow from it.", "done")
        return redirect(url_for("banks.recheck", slug=slug), 303)
    else:
        flash("The passage is saved.", "done")
    return redirect(_reading(bank, row), 303)


def _page(bank: Bank, row: Passage, form: PassageForm) -> str:
    return render_template(
        "banks/passage_editor.html", bank=bank, row=row, form=form, back=_reading(bank, row)
    )


def _reading(bank: Bank, row: Passage) -> str:
    """Return where the passage stands; the list of readings where nothing of the reading is left."""
    if any(reading.id == row.reading_id for reading in service.readings_of(bank)):
        anchor = f"p-{row.number.replace('.', '-')}"
        return url_for("banks.reading", slug=bank.slug, reading_slug=row.reading.slug, _anchor=anchor)
    return url_for("banks.readings")
