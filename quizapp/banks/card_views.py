"""The flashcards of a bank: staff look at them, and change those that were made in the app."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from pydantic import ValidationError
from werkzeug.wrappers import Response
from wtforms import Form, RadioField, SearchField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from quizapp.banks import service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.content_form import tidy
from quizapp.banks.flashcards import (
    card_made_here,
    card_of,
    create_card,
    flashcards_of,
    is_made_here,
    new_slug,
    save_card,
)
from quizapp.banks.forms import STATUS_WORDS
from quizapp.banks.models import Bank, Passage
from quizapp.banks.models import Flashcard as Row
from quizapp.banks.rechecking import cards_to_recheck
from quizapp.core.bank.model import Flashcard, Status
from quizapp.core.bank.validation import findings_of
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.pagination import page_links, paginate

A_PAGE = 20


class CardForm(FlaskForm):
    kind = RadioField(
        "What it makes",
        choices=[
            SelectChoice("basic", "One card: front, then back"),
            SelectChoice("reversed", "Two cards: also from back to front"),
            SelectChoice("cloze", "A text with gaps: a card for each"),
        ],
        default="basic",
    )
    front = TextAreaField(
        "Front, or the text with gaps",
        filters=[tidy],
        description="What is asked: a term, or a question. In a text with gaps, put each gap in square "
        "brackets: The library opens at [nine].",
    )
    back = TextAreaField(
        "Back",
        filters=[tidy],
        description="What is to be known of it. With gaps it may stay empty; what stands here is shown "
        "with each.",
    )

    @classmethod
    def of(cls, row: Row) -> "CardForm":
        """Return the form with what the card says."""
        kind = "cloze" if row.cloze else "reversed" if row.reversed else "basic"
        return cls(front=row.front, back=row.back, kind=kind)

    def said(self) -> dict[str, Any]:
        """Return what the form says of a card."""
        return {
            "front": self.front.data.strip(),
            "back": self.back.data.strip(),
            "reversed": self.kind.data == "reversed",
            "cloze": self.kind.data == "cloze",
        }


class FindForm(Form):
    """Which cards of a bank to list. An unknown value finds nothing; it is never an error."""

    q = SearchField("Find", filters=[tidy])
    status = SelectField("State", validate_choice=False)
    passage = SelectField("Passage", validate_choice=False)


@blueprint.get("/bank/<slug>/cards")
@staff_only
def cards(slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    rows = flashcards_of(bank)
    form = FindForm(request.args)
    states, passages = Counter(row.status for row in rows), _cited(rows)
    form.status.choices = [
        ("", "Any"),
        *((name, f"{words} ({states[name]})") for name, words in STATUS_WORDS.items() if states[name]),
    ]
    form.passage.choices = [
        ("", "Any"),
        *((service.passage_name(one), f"¶ {one.number} {one.section} ({n})") for one, n in passages.items()),
    ]
    found = [row for row in rows if _fits(row, form)]
    page = paginate(found, A_PAGE)
    return render_template(
        "banks/cards.html",
        bank=bank,
        cards=page.rows,
        page=page,
        links=page_links(page),
        form=form,
        sought=any(field.data for field in form),
        total=len(rows),
        approved=states[Status.APPROVED],
        made_here=is_made_here,
        stale=cards_to_recheck(bank),
    )


def _cited(rows: Iterable[Row]) -> dict[Passage, int]:
    """Return how many cards cite each passage, in the order of the readings."""
    counts = Counter(cite.passage for row in rows for cite in row.cites if cite.passage.removed_at is None)
    places = sorted(counts, key=lambda one: (one.reading.position, one.position))
    return {passage: counts[passage] for passage in places}


def _fits(row: Row, form: FindForm) -> bool:
    words = (form.q.data or "").casefold().split()
    text = f"{row.front} {row.back}".casefold()
    return (
        all(word in text for word in words)
        and form.status.data in (None, "", row.status)
        and (not form.passage.data or form.passage.data in row.record.get("cites", ()))
    )


class NewCardForm(CardForm):
    cite = SelectField("The passage that says so", default="")

    @classmethod
    def about(cls, bank: Bank) -> "NewCardForm":
        """Return an empty form that offers the passages of a bank."""
        form = cls()
        passages = [
            (service.passage_name(one), f"¶ {one.number} {one.section}") for one in service.passages_of(bank)
        ]
        form.cite.choices = [("", "None"), *passages]
        return form

    def said(self) -> dict[str, Any]:
        return {**super().said(), "cites": (self.cite.data,) if self.cite.data else ()}


@blueprint.route("/bank/<slug>/cards/new", methods=["GET", "POST"])
@staff_only
def new_card(slug: str) -> str | Response | tuple[str, int]:
    bank = service.bank_for_editing(current_user, slug)
    form = NewCardForm.about(bank)
    if request.method == "GET":
        return _editor(bank, None, form)
    card = _card(form, {"id": new_slug(bank)}) if form.validate() else None
    if card is None:
        return _editor(bank, None, form), 422
    row = create_card(bank, card, author=current_user, now=clock.now())
    return _saved(bank, row)


@blueprint.route("/bank/<slug>/cards/<cslug>/edit", methods=["GET", "POST"])
@staff_only
def edit_card(slug: str, cslug: str) -> str | Response | tuple[str, int]:
    bank = service.bank_for_editing(current_user, slug)
    row = card_made_here(bank, cslug)
    form = CardForm.of(row)
    if request.method == "GET":
        return _editor(bank, row, form)
    card = _card(form, card_of(row).model_dump()) if form.validate() else None
    if card is None:
        return _editor(bank, row, form), 422
    save_card(row, card, author=current_user, now=clock.now())
    after = request.args.get("drafts", type=int)
    if after:
        _say(row)
        return redirect(url_for("banks.drafts", slug=bank.slug, after=after), 303)
    return _saved(bank, row)


def _editor(bank: Bank, row: Row | None, form: CardForm) -> str:
    return render_template("banks/card_editor.html", bank=bank, row=row, form=form)


def _card(form: CardForm, before: dict[str, Any]) -> Flashcard | None:
    """Return the card that a form makes of what was before; None with its errors where it makes none."""
    status = Status.APPROVED if request.form.get("act") == "approve" else Status.DRAFT
    try:
        return Flashcard.model_validate({**before, **form.said(), "status": status})
    except ValidationError as error:
        for finding in findings_of(error):
            form[finding.place].errors = [finding.message]
        return None


def _say(row: Row) -> None:
    flash("Saved and approved." if row.status == Status.APPROVED else "Saved as a draft.", "done")


def _saved(bank: Bank, row: Row) -> Response:
    _say(row)
    place = [one.slug for one in flashcards_of(bank)].index(row.slug)
    page = place // A_PAGE + 1 if place >= A_PAGE else None
    return redirect(url_for("banks.cards", slug=bank.slug, page=page, _anchor=f"card-{row.slug}"), 303)
