"""Flashcards out (Anki, a table, paper) and in: give a file, look at what it would do, take it in or back."""

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from quizapp.banks import card_files, card_importing, service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.models import Bank
from quizapp.banks.unfinished_models import CardImport
from quizapp.core.findings import Finding
from quizapp.core.formats.card_readers import KINDS, read_cards
from quizapp.core.formats.card_text import read_text
from quizapp.core.formats.cards import Outcome, Step
from quizapp.core.formats.html_text import clean
from quizapp.web import clock, errors
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo
from quizapp.web.pagination import page_links, paginate
from quizapp.web.transaction import reads_only, write_now

A_PAGE = 100
ORDER = list(Outcome)
TOO_LARGE = (
    "That file is too large",
    "It is larger than the 2 MB that this app takes. Nothing of it was read or kept.",
    "In Anki, leave “Include media” unticked and export one deck at a time: words alone fit easily. "
    "Then go back and send the new file.",
)
NOTHING_APPROVED = (
    "No card is approved yet. Approve the cards that students may learn from, then download them."
)


PASTED = "What you pasted"


class CardFileForm(FlaskForm):
    file = FileField(
        "A file", description="From Anki (.apkg), Quizlet or a spreadsheet (.csv, .tsv, .txt), of up to 2 MB."
    )
    text = TextAreaField(
        "Or the cards, pasted",
        description="One card a line: the front, then a tab or a comma, then the back.",
    )


@blueprint.errorhandler(413)
def too_large(error: RequestEntityTooLarge) -> Answer:
    return errors.failure(413, TOO_LARGE if request.endpoint == "banks.import_cards" else None)


@blueprint.get("/bank/<slug>/cards.apkg")
@staff_only
def cards_for_anki(slug: str) -> Response:
    bank = service.bank_for(current_user, slug)
    if not card_files.approved_cards(bank):
        return _nothing(bank)
    return _file(card_files.deck_file(bank), "application/octet-stream", f"{bank.slug}.apkg")


@blueprint.get("/bank/<slug>/cards.csv")
@staff_only
def cards_as_table(slug: str) -> Response:
    bank = service.bank_for(current_user, slug)
    if not card_files.approved_cards(bank):
        return _nothing(bank)
    return _file(card_files.table_file(bank), "text/csv; charset=utf-8", f"{bank.slug}-cards.csv")


@blueprint.get("/bank/<slug>/cards/sheet")
@staff_only
def cards_on_paper(slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    fold = request.args.get("sides") != "turn"
    return render_template(
        "banks/cards_sheet.html", bank=bank, fold=fold, sheets=card_files.sheets_of(bank, fold=fold)
    )


@blueprint.route("/bank/<slug>/cards/import", methods=["GET", "POST"])
@reads_only  # a large file takes a second to read: nobody's answer waits for that
@staff_only
def import_cards(slug: str) -> str | Response | tuple[str, int]:
    bank = service.bank_for_editing(current_user, slug)
    form = CardFileForm()
    if request.method == "GET":
        return _form_page(bank, form)
    file = request.files.get("file")
    if file is not None and file.filename:
        name, data = clean(file.filename), file.read()
        file.close()  # a larger one lies in a temporary file
        read = read_cards(data, name, html=card_files.side_html)
    else:
        name = PASTED
        read = read_text(form.text.data or "")
    if isinstance(read, Finding):
        field = form.text if name == PASTED and form.text.data else form.file
        field.errors = [f"{read.message} {read.hint}"]
        return _form_page(bank, form), 422
    bank_id, owner_id, now = bank.id, current_user.id, clock.now()
    number = write_now(
        lambda link: card_importing.begin(link, bank_id, read, name=name, owner_id=owner_id, now=now)
    )
    return redirect(url_for(".check_cards", slug=slug, import_id=number), 303)


@blueprint.route("/bank/<slug>/cards/import/<int:import_id>", methods=["GET", "POST"])
@staff_only
def check_cards(slug: str, import_id: int) -> str | Response | tuple[str, int]:
    bank = service.bank_for_editing(current_user, slug)
    row = card_importing.import_for(current_user, bank, import_id, lock=request.method == "POST")
    if row.applied_at is not None:
        flash("These cards were taken in already.", "info")
        return _to_cards(bank)
    steps = card_importing.steps_of(bank, row)
    if request.method == "GET":
        return _plan_page(bank, row, steps)
    counts = card_importing.counts_of(steps)
    if not counts["new"] and not counts["changed"]:
        return _plan_page(bank, row, steps, wrong="There is nothing in it to take in."), 422
    if request.form.get("seen") != card_importing.fingerprint(steps):
        wrong = (
            "The cards of this unit have changed since you looked. This is what would happen now: look again."
        )
        return _plan_page(bank, row, steps, wrong=wrong), 422
    approve = request.form.get("approve") == "yes"
    card_importing.take_in(bank, row, steps, approve=approve, now=clock.now())
    said = " and ".join(
        words
        for words in (
            f"{plural(counts['new'], 'card')} taken in" if counts["new"] else "",
            f"{counts['changed']} changed" if counts["changed"] else "",
        )
        if words
    )
    offer_undo(
        f"{said}, {'approved' if approve else 'as drafts'}.",
        url_for(".undo_import_cards", slug=bank.slug, import_id=row.id),
    )
    return _to_cards(bank)


@blueprint.post("/bank/<slug>/cards/import/<int:import_id>/undo")
@staff_only
def undo_import_cards(slug: str, import_id: int) -> Response:
    bank = service.bank_for_editing(current_user, slug)
    row = card_importing.import_for(current_user, bank, import_id, lock=True)
    if row.applied_at is None:
        flash("These cards were not taken in: there is nothing to undo.", "info")
    elif row.undone_at is not None:
        flash("That is undone already.", "info")
    else:
        back, left = card_importing.undo(bank, row, now=clock.now())
        flash(f"Undone: {plural(back, 'card')} as before.", "done")
        if left:
            names = ", ".join(f"“{one.front[:60]}”" for one in left[:5])
            more = f" and {len(left) - 5} more" if len(left) > 5 else ""
            flash(f"Changed since, and left alone: {names}{more}.", "warning")
    return _to_cards(bank)


def _form_page(bank: Bank, form: CardFileForm) -> str:
    return render_template("banks/import_cards.html", bank=bank, form=form, kinds=",".join(KINDS))


def _plan_page(bank: Bank, row: CardImport, steps: list[Step], wrong: str = "") -> str:
    ordered = sorted(steps, key=lambda step: ORDER.index(step.outcome))
    page = paginate(ordered, A_PAGE)
    return render_template(
        "banks/check_cards.html",
        bank=bank,
        row=row,
        page=page,
        links=page_links(page),
        counts=card_importing.counts_of(steps),
        seen=card_importing.fingerprint(steps),
        wrong=wrong,
    )


def _to_cards(bank: Bank) -> Response:
    return redirect(url_for(".cards", slug=bank.slug), 303)


def _nothing(bank: Bank) -> Response:
    flash(NOTHING_APPROVED, "info")
    return _to_cards(bank)


def _file(data: bytes, mimetype: str, name: str) -> Answer:
    answer = Answer(data, content_type=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
