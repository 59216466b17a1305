"""One review: checked, written to the log, and taken back. Each is one short write."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Connection
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.attempts.models import Attempt
from quizapp.cards import store
from quizapp.cards.models import CardReview, CardSettings
from quizapp.cards.store import Held
from quizapp.classes.models import Class, Enrolment
from quizapp.core.cards.log import believed, memory_of
from quizapp.core.cards.scheduling import Memory, Rating, Review, after, days_to_weigh, plan
from quizapp.db.quick import Link, link_of
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.web.transaction import read_link, write_now

NAME = re.compile(r"[A-Za-z0-9-]{8,36}")
"""What a device may call a review: it is the same one if it has the same name."""

MAY_BE_TAKEN_BACK = timedelta(days=1)


class ReviewError(ValueError):
    """A review that cannot be kept; the message says why, in a student's words."""


@dataclass(frozen=True)
class Given:
    """A review as a device sends it: its own name for it, the rating, and when by the device's clock."""

    name: str
    rating: Rating
    at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """A review is in the log. `again`: it was there already; `clock_off`: it counts as made now."""

    id: int
    memory: Memory
    again: bool = False
    clock_off: bool = False


def read_given(name: str, rating: str, at: str = "") -> Given:
    """Read what was sent as a review; ReviewError says what is wrong with it."""
    if not NAME.fullmatch(name):
        raise ReviewError(
            "This review has no name of its own. Open the page again and rate the card once more."
        )
    if rating not in {str(int(one)) for one in Rating}:
        raise ReviewError("There is no such rating. Choose Again or Got it.")
    try:
        moment = datetime.fromisoformat(at) if at else None
    except ValueError:
        moment = None
    if at and (moment is None or moment.tzinfo is None):
        raise ReviewError(
            "The time of this review cannot be read. Open the page again and rate the card once more."
        )
    return Given(name, Rating(int(rating)), moment)


def record(user: User, card_id: int, given: Given, *, now: datetime) -> Kept:
    """Keep a review of the user's own card; the same one twice is kept once. NotFound for another's card."""
    user_id, tests = user.id, next_tests(user.id, now)
    at, clock_off = believed(given.at, now=now)

    def work(connection: Connection) -> Kept:
        link = link_of(connection)
        card = store.held(link, card_id, user_id, lock=True)
        if card is None:
            raise NotFound
        known = store.KNOWN.one(link, user_id=user_id, review_id=given.name)
        if known is not None:
            if known.card_id != card_id:
                raise ReviewError("This review was sent for another card before. Nothing was changed.")
            return Kept(known.id, card.memory, again=True)
        review = planned(link, card, user_id, given.rating, now=at, tests=tests)
        number, memory = add_review(link, card, user_id, given.name, "study", review, now=now)
        return Kept(number, memory, clock_off=clock_off)

    return write_now(work)


def planned(
    link: Link, card: Held, user_id: int, rating: Rating, *, now: datetime, tests: Mapping[int, datetime]
) -> Review:
    """Return a review of now, on a day that has few cards and does not pass the next test of its unit."""
    until = tests.get(card.bank_id) if card.bank_id else None
    return weighed(
        card, rating, now=now, until=until, load_on=lambda days: store.load_on(link, user_id, days, now)
    )


def weighed(
    card: Held,
    rating: Rating,
    *,
    now: datetime,
    until: datetime | None,
    load_on: Callable[[range], Mapping[int, int]],
) -> Review:
    """Return a review as `planned` does; `load_on` says how many cards are due in so many days."""
    days = days_to_weigh(card.memory, rating, now=now, until=until)
    seed = card.id * 10_000 + card.memory.reviews
    return plan(card.memory, rating, now=now, until=until, load=load_on(days), seed=seed)


def add_review(
    link: Link, card: Held, user_id: int, name: str, kind: str, review: Review, *, now: datetime
) -> tuple[int, Memory]:
    """Write a review to the log and let the card follow from it."""
    number = store.add_entry(link, card, user_id, name, kind, review, now=now)
    if number is None:
        return 0, card.memory
    memory = after(card.memory, review)
    if card.memory.last and review.at < card.memory.last:
        memory = memory_of(store.entries_of(link, card.id))  # it was kept on a device until now
    store.put_memory(link, card.id, memory)
    return number, memory


def take_back(user: User, entry_id: int, *, now: datetime, made: datetime | None = None) -> int:
    """Take back one of the user's reviews of the last day, and return its card. Twice changes nothing.

    `made`: when that was asked for, if a device kept it until now.
    """
    user_id = user.id
    asked, _ = believed(made, now=now)

    def work(connection: Connection) -> int:
        link = link_of(connection)
        row = connection.execute(
            select(CardReview.card_id, CardReview.kind, CardReview.received_at).where(
                CardReview.id == entry_id, CardReview.user_id == user_id
            )
        ).one_or_none()
        card = row and store.held(link, row.card_id, user_id, lock=True)
        if row is None or card is None or row.kind != "study":
            raise NotFound
        if asked - row.received_at > MAY_BE_TAKEN_BACK:
            raise ReviewError("This review is more than a day old and stays as it is.")
        name = f"undo-{entry_id}"
        if store.add_entry(link, card, user_id, name, "undo", None, now=now, undoes=entry_id) is not None:
            store.put_memory(link, card.id, memory_of(store.entries_of(link, card.id)))
        return card.id

    return write_now(work)


def entry_named(user_id: int, name: str) -> int | None:
    """Return the line of the log that the user's device gave this name, or None."""
    known = store.KNOWN.one(read_link(), user_id=user_id, review_id=name)
    return known and int(known.id)


class LastReview(NamedTuple):
    """The newest review that may be taken back: its line of the log, and its name on the device."""

    id: int
    name: str


def last_review(user_id: int, since: datetime) -> LastReview | None:
    """Return the newest review of the user that may be taken back, or None."""
    rows = db.session.execute(
        select(CardReview.id, CardReview.review_id, CardReview.kind, CardReview.undoes_id)
        .where(CardReview.user_id == user_id, CardReview.at >= since, CardReview.kind != "quiz")
        .order_by(CardReview.id.desc())
        .limit(50)
    ).all()
    undone = {row.undoes_id for row in rows}
    standing = (row for row in rows if row.kind == "study" and row.id not in undone)
    return next((LastReview(row.id, row.review_id) for row in standing), None)


def intervals(card: Held, user_id: int, *, now: datetime) -> dict[Rating, timedelta]:
    """Return after how long a card would come back, by rating."""
    link, tests = read_link(), next_tests(user_id, now)
    found = {}
    for rating in Rating:
        due = after(card.memory, planned(link, card, user_id, rating, now=now, tests=tests)).due
        assert due
        found[rating] = due - now
    return found


def next_tests(user_id: int, now: datetime) -> dict[int, datetime]:
    """Return when the next test of each unit is: bank id -> moment.

    That is when an assignment opens, or, once it is open and not handed in, when it closes.
    """
    handed_in = (
        select(Attempt.id)
        .where(
            Attempt.assignment_id == Assignment.id,
            Attempt.user_id == user_id,
            Attempt.submitted_at.is_not(None),
        )
        .exists()
    )
    rows = db.session.execute(
        select(Quiz.bank_id, Assignment.opens_at, Assignment.closes_at)
        .join_from(Assignment, Quiz, Assignment.quiz_id == Quiz.id)
        .join(Class, Class.id == Assignment.class_id)
        .join(Enrolment, Enrolment.class_id == Class.id)
        .where(
            Enrolment.user_id == user_id,
            Enrolment.removed_at.is_(None),
            Class.archived_at.is_(None),
            (Assignment.opens_at > now) | (Assignment.closes_at > now),
            ~handed_in,
        )
    )
    tests: dict[int, datetime] = {}
    for bank_id, opens_at, closes_at in rows:
        moment = opens_at if opens_at and opens_at > now else closes_at
        assert moment
        tests[bank_id] = min(moment, tests.get(bank_id, moment))
    return tests


def settings_of(user_id: int) -> CardSettings:
    """Return how a student studies; a new row, not stored, for who set nothing."""
    row = db.session.get(CardSettings, user_id)
    return row or CardSettings(user_id=user_id, new_a_day=10, four_buttons=False, typed=False)


def set_settings(row: CardSettings, *, new_a_day: int, four_buttons: bool, typed: bool) -> None:
    """Change how a student studies."""
    row.new_a_day, row.four_buttons, row.typed = new_a_day, four_buttons, typed
    db.session.add(row)
