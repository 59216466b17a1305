"""Breaks of an attempt under way: taken, ended, and ended by whatever shows that the student is back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.attempts import store
from quizapp.attempts.store import Sitting
from quizapp.attempts.writing import put_clock
from quizapp.core.attempts import engine
from quizapp.core.attempts.policy import Policy
from quizapp.core.attempts.state import AttemptState, Event, Refused
from quizapp.db.quick import Link, link_of
from quizapp.web.transaction import write_now

Act = Callable[[AttemptState, Policy], tuple[AttemptState, engine.Events]]


def take_break(user: User, attempt_id: int, *, now: datetime) -> Refused | None:
    """Stop the clock of the user's attempt, or say why it goes on. NotFound if it is not theirs."""
    user_id = user.id

    def work(state: AttemptState, policy: Policy) -> tuple[AttemptState, engine.Events]:
        return engine.take_break(state, policy, now=now)

    event = write_now(lambda connection: _change(link_of(connection), attempt_id, user_id, work))
    return event if isinstance(event, Refused) else None


def end_break(user: User, attempt_id: int, *, now: datetime) -> None:
    """Let the clock of the user's attempt go on, if it stands. NotFound if it is not theirs."""
    user_id = user.id
    write_now(lambda connection: end(link_of(connection), attempt_id, user_id, now))


def end(link: Link, attempt_id: int, user_id: int, now: datetime) -> None:
    """Let the clock go on, on the link of a write that shows the student at work."""
    _change(link, attempt_id, user_id, lambda *one: engine.end_break(*one, now=now))


def ended_in(link: Link, sitting: Sitting, now: datetime) -> Sitting:
    """Return a sitting whose break, if one is under way, ends now: who hands in is not resting."""
    state, events = engine.end_break(sitting.state, sitting.policy, now=now)
    if events:
        put_clock(link, sitting.attempt_id, state)
    return replace(sitting, state=state)


def _change(link: Link, attempt_id: int, user_id: int, act: Act) -> Event | None:
    """Do something to the clock of an attempt and store it; return the event, if there was one."""
    sitting = store.read_sitting(link, attempt_id, user_id, lock=True)
    if sitting is None:
        raise NotFound
    state, events = act(sitting.state, sitting.policy)
    if state != sitting.state:
        put_clock(link, attempt_id, state)
    return events[0] if events else None
