"""Reviews that a device kept until it had a network: each is kept once, whatever was sent before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge

from quizapp.accounts.models import User
from quizapp.cards import studying
from quizapp.cards.studying import ReviewError
from quizapp.web.limits import LARGEST_ID

LARGEST = 64 * 1024
"""Bytes of one sending."""
MOST = 50
"""Reviews in one sending; static/js/kept_sending.js sends the rest after it."""
TOO_MANY = f"That is too much at once, and nothing of it was kept. Send at most {MOST} reviews."
GONE = "Its card is not yours any more, or is gone."
NOTHING_TO_TAKE_BACK = "There is no such review to take back."


class TooManyError(RequestEntityTooLarge):
    """More than one sending may hold."""


@dataclass(frozen=True)
class Received:
    """What became of one review. `status`: kept, clock_off (it counts as made now), gone or refused."""

    status: str
    message: str = ""


def read_sending() -> tuple[int, list[Any]]:
    """Read whose reviews were sent, and each as it came; BadRequest for anything else."""
    if (request.content_length or 0) > LARGEST:
        raise TooManyError
    try:
        body = request.get_json()
    except RecursionError as error:
        raise BadRequest from error
    if not isinstance(body, dict) or not isinstance(body.get("reviews"), list):
        raise BadRequest
    if len(body["reviews"]) > MOST:
        raise TooManyError
    account = body.get("account")
    if type(account) is not int:
        raise BadRequest
    return account, body["reviews"]


def receive(user: User, sent: Any, *, now: datetime) -> Received:
    """Keep one review that was sent, or take back the one it names; what is wrong with it is said."""
    if not isinstance(sent, dict) or not all(
        isinstance(sent.get(name, ""), str) for name in ("id", "at", "undoes")
    ):
        return Received("refused", "This is no review.")
    try:
        if "undoes" in sent:
            return _take_back(user, sent, now)
        card_id = sent.get("card")
        if type(card_id) is not int or not 0 < card_id <= LARGEST_ID or type(sent.get("rating")) is not int:
            return Received("refused", "This is no review.")
        given = studying.read_given(sent.get("id", ""), str(sent["rating"]), sent.get("at", ""))
        kept = studying.record(user, card_id, given, now=now)
    except ReviewError as error:
        return Received("refused", str(error))
    except NotFound:
        return Received("gone", GONE)
    return Received("clock_off" if kept.clock_off else "kept")


def _take_back(user: User, sent: dict[str, Any], now: datetime) -> Received:
    given = studying.read_given(sent["undoes"], "1", sent.get("at", ""))
    entry_id = studying.entry_named(user.id, given.name)
    if entry_id is None:
        return Received("gone", NOTHING_TO_TAKE_BACK)
    try:
        studying.take_back(user, entry_id, now=now, made=given.at)
    except NotFound:
        return Received("gone", NOTHING_TO_TAKE_BACK)
    return Received("kept")
