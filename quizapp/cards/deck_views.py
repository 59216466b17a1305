"""A student's decks, own cards, and how to study."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import service as banks
from quizapp.cards import decks, faces, figures, notes, sending, studying, taking_away, wording
from quizapp.cards.blueprint import Answered, blueprint
from quizapp.cards.days import day_of
from quizapp.cards.decks import DeckError
from quizapp.cards.forms import NoteForm, SettingsForm
from quizapp.web import clock
from quizapp.web.access import students_only
from quizapp.web.notices import offer_undo


def _home() -> Response:
    return redirect(url_for("cards.index"), 303)


# ---- decks


@blueprint.route("/cards/decks/new", methods=["GET", "POST"])
@students_only
def add_deck() -> Answered:
    """Choose a unit or a part of it to study."""
    if request.method == "GET":
        shelves = [(bank, decks.parts_of(bank)) for bank in banks.banks_for(current_user)]
        have = {(deck.kind, deck.about) for deck in decks.decks_of(current_user)}
        return render_template(
            "cards/add_deck.html", shelves=[one for one in shelves if one[1]], have=have, words=wording
        )
    bank = banks.bank_for(current_user, request.form.get("bank", ""))
    kind, key = request.form.get("kind", ""), request.form.get("key", "")
    deck = decks.add_unit_deck(current_user, bank, kind, key, now=clock.now())
    offer_undo(f"Added “{deck.title}”.", url_for("cards.remove_deck", deck_id=deck.id))
    return _home()


@blueprint.get("/cards/decks/<int:deck_id>")
@students_only
def deck(deck_id: int) -> str:
    """Show the cards of a deck and how well each is known."""
    row, now = decks.deck_for(current_user, deck_id), clock.now()
    cards = decks.cards_in(row)
    of_deck = figures.of_decks(current_user.id, day_of(now)).get(row.id, figures.DeckFigures())
    return render_template(
        "cards/deck.html",
        deck=row,
        cards=list(zip(cards, faces.faces_of(cards, now), strict=True)),
        figures=of_deck,
        may_take_out=decks.may_take_out(row),
        now=now,
        words=wording,
    )


@blueprint.post("/cards/decks/<int:deck_id>/remove")
@students_only
def remove_deck(deck_id: int) -> Response:
    """Put a deck away."""
    row = decks.deck_for(current_user, deck_id, removed=True)
    decks.set_removed(row, True, now=clock.now())
    offer_undo(f"Put “{row.title}” away.", url_for("cards.restore_deck", deck_id=row.id))
    return _home()


@blueprint.post("/cards/decks/<int:deck_id>/restore")
@students_only
def restore_deck(deck_id: int) -> Response:
    """Bring a deck back."""
    row = decks.deck_for(current_user, deck_id, removed=True)
    if sending.is_taken_back(row):
        flash(f"Your teacher took “{row.title}” back: it does not come back from here.", "error")
        return _home()
    decks.set_removed(row, False, now=clock.now())
    flash(f"“{row.title}” is back, with all you know of it.", "done")
    return _home()


@blueprint.post("/cards/decks/<int:deck_id>/cards/<int:card_id>/take-out")
@students_only
def take_out(deck_id: int, card_id: int) -> Response:
    """Take a card out of a deck that quizzes filled; with `again` lay it back."""
    row = decks.deck_for(current_user, deck_id)
    again = bool(request.form.get("again"))
    here = redirect(url_for("cards.deck", deck_id=deck_id), 303)
    try:
        decks.set_taken_out(row, card_id, not again, now=clock.now())
    except DeckError as error:
        flash(str(error), "error")
        return here
    if again:
        flash("The card is back, with all you know of it.", "done")
    else:
        url = url_for("cards.take_out", deck_id=deck_id, card_id=card_id)
        offer_undo("Took the card out. It does not come back from this quiz.", url, again="1")
    return here


# ---- own cards


def _to_own() -> Response:
    own = next((one for one in decks.decks_of(current_user) if one.kind == "own"), None)
    return redirect(url_for("cards.deck", deck_id=own.id), 303) if own else _home()


@blueprint.route("/cards/notes/new", methods=["GET", "POST"])
@students_only
def new_note() -> Answered:
    """Write a card of one's own."""
    form = NoteForm()
    if request.method == "GET":
        return render_template("cards/note_editor.html", form=form, note=None)
    if not notes.has_room(current_user):
        form.form_errors.append(f"You have {notes.MOST_NOTES} cards of your own. Delete some first.")
    if not form.validate_on_submit() or form.form_errors:
        return render_template("cards/note_editor.html", form=form, note=None), 422
    row = notes.write_note(current_user, **_written(form), now=clock.now())
    made = notes.cards_of_note(row)
    offer_undo(
        "Card saved." if made == 1 else f"{made} cards saved.", url_for("cards.delete_note", note_id=row.id)
    )
    if request.form.get("act") == "another":
        return redirect(url_for("cards.new_note"), 303)
    return _to_own()


def _written(form: NoteForm) -> dict[str, str]:
    return {"kind": form.kind.data, "front": form.front.data, "back": form.back.data}


@blueprint.route("/cards/notes/<int:note_id>/edit", methods=["GET", "POST"])
@students_only
def edit_note(note_id: int) -> Answered:
    """Change a card of one's own."""
    row = notes.note_for(current_user, note_id)
    form = NoteForm(obj=row)
    if request.method == "GET":
        return render_template("cards/note_editor.html", form=form, note=row)
    if not form.validate_on_submit():
        return render_template("cards/note_editor.html", form=form, note=row), 422
    notes.change_note(row, current_user, **_written(form), now=clock.now())
    flash("Saved.", "done")
    return _to_own()


@blueprint.post("/cards/notes/<int:note_id>/delete")
@students_only
def delete_note(note_id: int) -> Response:
    """Delete a card of one's own."""
    row = notes.note_for(current_user, note_id, deleted=True)
    notes.set_deleted(row, current_user, True, now=clock.now())
    offer_undo("Card deleted.", url_for("cards.restore_note", note_id=row.id))
    return _to_own()


@blueprint.post("/cards/notes/<int:note_id>/restore")
@students_only
def restore_note(note_id: int) -> Response:
    """Bring a deleted card back."""
    row = notes.note_for(current_user, note_id, deleted=True)
    notes.set_deleted(row, current_user, False, now=clock.now())
    flash("The card is back, with all you know of it.", "done")
    return _to_own()


# ---- to take along


@blueprint.get("/cards/mine.apkg")
@students_only
def mine_for_anki() -> Response:
    """Send a student's cards as an Anki deck."""
    return _file(taking_away.own_deck(current_user, clock.now()), "application/octet-stream", "my-cards.apkg")


@blueprint.get("/cards/mine.csv")
@students_only
def mine_as_table() -> Response:
    """Send a student's cards as a table."""
    return _file(taking_away.own_table(current_user, clock.now()), "text/csv; charset=utf-8", "my-cards.csv")


def _file(data: bytes, mimetype: str, name: str) -> Response:
    answer = Response(data, content_type=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


# ---- how to study


@blueprint.route("/cards/settings", methods=["GET", "POST"])
@students_only
def settings() -> Answered:
    """Set how many new cards a day, and how many buttons."""
    row = studying.settings_of(current_user.id)
    form = SettingsForm(obj=row)
    if request.method == "GET":
        return render_template("cards/settings.html", form=form)
    if not form.validate_on_submit():
        return render_template("cards/settings.html", form=form), 422
    studying.set_settings(
        row,
        new_a_day=form.new_a_day.data or 0,
        four_buttons=form.four_buttons.data,
        typed=form.typed.data,
    )
    flash("Saved.", "done")
    return _home()
