"""A student's cards: what is due, the decks, and studying."""

import secrets
import uuid
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from quizapp.attempts.handing_in import settle_due
from quizapp.cards import (
    class_views,  # noqa: F401  their routes
    deck_views,  # noqa: F401
    decks,
    faces,
    figures,
    matching,
    missed,
    offline_views,  # noqa: F401
    queue,
    studying,
    trying,
    wording,
)
from quizapp.cards.blueprint import Answered, blueprint
from quizapp.cards.days import date_of, day_of
from quizapp.cards.models import Deck
from quizapp.cards.store import held
from quizapp.cards.studying import ReviewError
from quizapp.core.cards.scheduling import Phase
from quizapp.quizzes.pages import number_of, number_sent
from quizapp.web import clock
from quizapp.web.access import students_only
from quizapp.web.transaction import read_link, reads_only


@blueprint.get("/cards")
@students_only
def index() -> str:
    """Show what is due today, the decks, and how it goes."""
    now = clock.now()
    settle_due(now)
    missed.collect(current_user, now)
    day, user_id = day_of(now), current_user.id
    settings = studying.settings_of(user_id)
    return render_template(
        "cards/index.html",
        left=queue.left_today(read_link(), user_id, day, now, settings.new_a_day),
        decks=decks.decks_of(current_user),
        of_decks=figures.of_decks(user_id, day),
        none=figures.DeckFigures(),
        coming=figures.coming(user_id, day),
        retention=figures.retention_since(user_id, now - figures.BACK),
        habit=figures.habit(user_id, day),
        settings=settings,
        today=day.date,
        words=wording,
    )


def _deck() -> Deck | None:
    """Return the deck that the address or the form names, or None for all of them."""
    named = request.values.get("deck", "")
    if not named:
        return None
    number = number_of(named)
    if number is None:
        raise NotFound
    return decks.deck_for(current_user, number)


@blueprint.get("/cards/study")
@students_only
def study() -> Answered:
    """Show the card to study now, or that all is done; `card` names one, `back` shows its back at once."""
    named = request.args.get("card", "")
    return _page(number_of(named) or 0 if named else None)


def _page(card_id: int | None, problem: str = "", *, typed: bool = False) -> Answered:
    now = clock.now()
    day, user_id, deck, link = day_of(now), current_user.id, _deck(), read_link()
    settings = studying.settings_of(user_id)
    deck_id = deck.id if deck else None
    left = queue.left_today(link, user_id, day, now, settings.new_a_day, deck_id)
    if card_id is None:
        card_id = queue.next_card(link, user_id, day, now, settings.new_a_day, deck_id)
    shown: dict[str, Any] = {"deck": deck, "left": left, "words": wording, "today": day.date}
    if card_id is None:
        coming = figures.coming(user_id, day)
        page = render_template(
            "cards/finished.html", coming=coming, settings=settings, problem=problem, **shown
        )
        return (page, 422) if problem else page
    row, card = held(link, card_id, user_id), faces.card_for(user_id, card_id)
    if row is None or card is None:
        raise NotFound
    tests = studying.next_tests(user_id, now)
    test = tests.get(card.bank_id) if card.bank_id else None
    face = faces.face_of(card, now)
    back = (typed or bool(request.args.get("back"))) and not problem
    page = render_template(
        "cards/study.html",
        card=card,
        face=face,
        back=back,
        tried=trying.tried(face, request.form) if typed else None,
        typing=settings.typed,
        review=uuid.uuid4(),
        buttons=wording.buttons(settings.four_buttons),
        intervals=studying.intervals(row, user_id, now=now),
        first_steps=row.memory.phase in (Phase.NEW, Phase.LEARNING) and not figures.has_learnt(user_id),
        test=wording.test_on(test, date_of(test), day.date) if test else "",
        undo=studying.last_review(user_id, day.start),
        problem=problem,
        **shown,
    )
    return (page, 422) if problem else page


def _go_on(**values: Any) -> Response:
    deck = _deck()
    return redirect(url_for("cards.study", deck=deck.id if deck else None, **values), 303)


@blueprint.post("/cards/study")
@reads_only
@students_only
def review() -> Answered:
    """Keep the rating of a card, and go on to the next; without a rating show the card's back."""
    card_id = number_sent("card")
    if "rating" not in request.form:
        if "show" in request.form:
            return _page(card_id, typed=True)
        return _go_on(card=card_id, back=1)
    try:
        given = studying.read_given(
            request.form.get("review", ""), request.form["rating"], request.form.get("at", "")
        )
        studying.record(current_user, card_id, given, now=clock.now())
    except ReviewError as error:
        return _page(card_id, str(error))
    return _go_on()


@blueprint.post("/cards/study/undo")
@reads_only
@students_only
def undo() -> Answered:
    """Take back the last rating, and show its card again."""
    try:
        card_id = studying.take_back(current_user, number_sent("entry"), now=clock.now())
    except ReviewError as error:
        return _page(None, str(error))
    return _go_on(card=card_id)


@blueprint.route("/cards/match", methods=["GET", "POST"])
@reads_only
@students_only
def match() -> Answered:
    """Let fronts and backs be put together; on POST say which fit. Nothing is stored."""
    now, deck = clock.now(), _deck()
    order = number_of(request.args.get("order", ""))
    if not order:
        order = 1 + secrets.randbelow(matching.ORDERS)
        return redirect(url_for("cards.match", deck=deck.id if deck else None, order=order), 303)
    ids = [number for name in request.form if (number := number_of(name.removeprefix("card-")))]
    found = matching.begun(current_user.id, now, deck.id if deck else None, ids[: matching.PAIRS])
    fronts, backs = matching.deal(found, order)
    if request.method == "POST":
        chosen = {one.id: number_of(request.form.get(f"card-{one.id}", "")) for one in fronts}
        fronts = [replace(one, chosen=chosen[one.id]) for one in fronts]
    return render_template(
        "cards/match.html",
        deck=deck,
        fronts=fronts,
        backs=backs,
        enough=len(fronts) >= matching.FEWEST,
        judged=request.method == "POST",
    )
