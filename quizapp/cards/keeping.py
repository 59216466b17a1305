"""What a device keeps to study by itself: the cards that are due, their faces, and what each button would do.

Only cards whose answer may be shown now are among them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import render_template
from sqlalchemy import select

from quizapp.accounts.models import User
from quizapp.cards import queue, store, studying, wording
from quizapp.cards.days import before, date_of, day_of
from quizapp.cards.faces import Known, cards_for, face_of
from quizapp.cards.models import Card, CardSettings, DeckCard
from quizapp.cards.store import Held, memory_in
from quizapp.core.cards.scheduling import Phase, Rating, after
from quizapp.db.quick import Link
from quizapp.extensions import db
from quizapp.web.transaction import read_link

FORM = 1
"""The form of what is kept; static/js/kept_store.js drops what is of another one."""
MOST = 100
DAYS = 3
"""Days after today whose cards are kept too: a weekend without network."""

Loads = dict[int, int]


def kept_for(user: User, deck_id: int | None, *, now: datetime) -> dict[str, Any]:
    """Return what the user's device keeps: a deck's cards first, then those of all decks."""
    day, link, user_id = day_of(now), read_link(), user.id
    settings = studying.settings_of(user_id)
    until = before(day, -DAYS).end
    ids = queue.coming(link, user_id, day, until, settings.new_a_day, deck_id, MOST)
    if deck_id is not None:
        others = queue.coming(link, user_id, day, until, settings.new_a_day, None, MOST)
        ids = list(dict.fromkeys(ids + others))[:MOST]
    rows = cards_for(user_id, ids)
    left = queue.left_today(link, user_id, day, now, settings.new_a_day, deck_id)
    new = queue.new_left(link, user_id, day, settings.new_a_day)
    in_decks = _decks_of(ids)
    drawn = _drawn(link, rows, in_decks, settings, now)
    here = {card["id"] for card in drawn if deck_id is None or deck_id in card["decks"]}
    counted = _counted((row for row in rows if row.id in here), day.end, now, new)
    return {
        "form": FORM,
        "account": user_id,
        "now": _milliseconds(now),
        "days": [_milliseconds(day.start), *(_milliseconds(before(day, -n).end) for n in range(DAYS + 1))],
        "newLeft": new,
        "newADay": settings.new_a_day,
        "done": left.done,
        "more": max(0, left.cards - counted),
        "typing": settings.typed,
        "buttons": [
            {"rating": rating.value, "says": wording.WORDS[rating]}
            for rating in wording.buttons(settings.four_buttons)
        ],
        "cards": drawn,
    }


def _counted(rows: Iterable[Card], day_end: datetime, now: datetime, new_left: int) -> int:
    """Count the cards that the page of studying counts as left today."""
    new = due = 0
    for row in rows:
        if row.due_at is None:
            new += 1
        elif row.phase in store.STEPS:
            due += row.due_at <= now + queue.AHEAD
        else:
            due += row.due_at < day_end
    return min(new, new_left) + due


def _drawn(
    link: Link,
    rows: Iterable[Card],
    in_decks: Mapping[int, list[int]],
    settings: CardSettings,
    now: datetime,
) -> list[dict[str, Any]]:
    tests, loads, known = studying.next_tests(settings.user_id, now), Loads(), Known()
    families: dict[str, int] = {}
    today, found = day_of(now).date, []
    for card in rows:
        face = face_of(card, now, known)
        if face.held:
            continue  # no answer is kept that may not be seen
        test = tests.get(card.bank_id) if card.bank_id else None
        held = Held(card.id, card.bank_id, memory_in(card))
        found.append(
            {
                "id": card.id,
                "family": families.setdefault(card.family, len(families)),
                "decks": in_decks.get(card.id, []),
                "phase": _phase(card.phase),
                "due": card.due_at and _milliseconds(card.due_at),
                "last": card.last_at and _milliseconds(card.last_at),
                "reviews": card.reviews,
                "at": "now",
                "then": _what_follows(link, held, test, loads, settings.user_id, now),
                "test": wording.test_on(test, date_of(test), today) if test else "",
                "front": render_template("cards/_front.html", face=face, typing=settings.typed),
                "back": render_template("cards/_back.html", face=face, card=card, back=False, tried=None),
            }
        )
    return found


def _phase(phase: int) -> str:
    return {Phase.NEW: "new", Phase.REVIEW: "review"}.get(Phase(phase), "step")


def _what_follows(
    link: Link, card: Held, test: datetime | None, loads: Loads, user_id: int, now: datetime
) -> dict[str, dict[int, dict[str, Any]]]:
    """Return after how long each rating brings the card back, now and at each step of being learnt.

    A rating leads "to" a step, or out of the session: what comes after that the server says.
    """

    def load_on(days: range) -> Loads:
        loads.update(store.load_on(link, user_id, [day for day in days if day not in loads], now))
        return loads

    found: dict[str, dict[int, dict[str, Any]]] = {}
    waiting = [("now", card.memory, now)]
    while waiting:
        step, memory, at = waiting.pop(0)
        if step in found:
            continue
        found[step] = {}
        for rating in Rating:
            of_step = Held(card.id, card.bank_id, memory)
            then = after(memory, studying.weighed(of_step, rating, now=at, until=test, load_on=load_on))
            assert then.due
            to = f"{then.phase}.{then.step}" if then.phase in store.STEPS else None
            found[step][rating.value] = {
                "in": round((then.due - at) / timedelta(milliseconds=1)),
                "says": wording.interval(then.due - at),
                "to": to,
            }
            if to:
                waiting.append((to, then, then.due))
    return found


def _decks_of(card_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in db.session.execute(
        select(DeckCard.card_id, DeckCard.deck_id).where(DeckCard.card_id.in_(card_ids))
    ):
        found.setdefault(row.card_id, []).append(row.deck_id)
    return found


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
