"""The flashcards of a bank: staff look at them, and change those that were made in the app."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from pydantic import ValidationError
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField

from quizapp.banks import service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.content_form import tidy
from quizapp.banks.flashcards import card_made_here, card_of, flashcards_of, is_made_here, save_card
from quizapp.banks.rechecking import cards_to_recheck
from quizapp.core.bank.model import Flashcard, Status, findings_of
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.pagination import page_links, paginate

A_PAGE = 100


class CardForm(FlaskForm):
    front = TextAreaField("Front", filters=[tidy], description="What is asked: a term, or a question.")
    back = TextAreaField("Back", filters=[tidy], description="What is to be known of it.")
    reversed = BooleanField("Ask it from back to front too")


@blueprint.get("/bank/<slug>/cards")
@staff_only
def cards(slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    rows = flashcards_of(bank)
    page = paginate(rows, A_PAGE)
    return render_template(
        "banks/cards.html",
        bank=bank,
        cards=page.rows,
        page=page,
        links=page_links(page),
        approved=sum(row.status == Status.APPROVED for row in rows),
        made_here=is_made_here,
        stale=cards_to_recheck(bank),
    )


@blueprint.route("/bank/<slug>/cards/<cslug>/edit", methods=["GET", "POST"])
@staff_only
def edit_card(slug: str, cslug: str) -> str | Response | tuple[str, int]:
    bank = service.bank_for_editing(current_user, slug)
    row = card_made_here(bank, cslug)
    form = CardForm(obj=row)
    if request.method == "GET":
        return render_template("banks/card_editor.html", bank=bank, row=row, form=form)
    form.validate()
    status = Status.APPROVED if request.form.get("act") == "approve" else Status.DRAFT
    said = {"front": form.front.data.strip(), "back": form.back.data.strip(), "reversed": form.reversed.data}
    try:
        card = Flashcard.model_validate({**card_of(row).model_dump(), **said, "status": status})
    except ValidationError as error:
        for finding in findings_of(error):
            form[finding.place].errors = [finding.message]
        return render_template("banks/card_editor.html", bank=bank, row=row, form=form), 422
    save_card(row, card, author=current_user, now=clock.now())
    flash("Saved and approved." if status is Status.APPROVED else "Saved as a draft.", "done")
    after = request.args.get("drafts", type=int)
    if after:
        return redirect(url_for("banks.drafts", slug=bank.slug, after=after), 303)
    place = [one.slug for one in flashcards_of(bank)].index(row.slug)
    page = place // A_PAGE + 1 if place >= A_PAGE else None
    return redirect(url_for("banks.cards", slug=bank.slug, page=page, _anchor=f"card-{row.slug}"), 303)
