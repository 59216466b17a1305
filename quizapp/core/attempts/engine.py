"""What may happen to an attempt, and what comes of it: values in, values out.

Every function returns the state after it and the events that led there; whoever stores an
attempt writes the events. What is not allowed is an event too (Refused), never an exception.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from random import Random
from types import MappingProxyType
from zlib import crc32

from quizapp.core.attempts.drawing import Slot, layout
from quizapp.core.attempts.policy import Policy
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.attempts.state import (
    LONGEST_SEQ,
    AlreadyNewer,
    AnswerSaved,
    AttemptState,
    BreakBegan,
    BreakEnded,
    Checked,
    Event,
    Reason,
    Refused,
    Saved,
    Started,
    Submitted,
    WentOn,
)

Events = tuple[Event, ...]

ORDERS = 120
"""How many orders a question's choices are dealt in: four choices have 24, so each comes up."""


def choice_order(seed: int, slot: int) -> int | None:
    """Return the number of the order that a slot's choices stand in; None: as their author put them.

    One of ORDERS for each slot, so that the drawn question can be remembered and not only its text.
    """
    return crc32(b"%d:%d" % (seed, slot)) % ORDERS if seed else None


def shuffler(order: int | None) -> Random | None:
    """Return what shuffles choices into that order, the same each time it is drawn."""
    return None if order is None else Random(f"choices {order}")  # noqa: S311  a fair order, not a secret


def may_start(policy: Policy, taken: int, now: datetime) -> Refused | None:
    """Return why no attempt may begin after so many taken, or None. An open one may always go on."""
    if policy.opens_at and now < policy.opens_at:
        return Refused(Reason.NOT_OPEN_YET, policy.opens_at)
    if policy.attempts_allowed is not None and taken >= policy.attempts_allowed:
        return Refused(Reason.NO_ATTEMPTS_LEFT)
    if policy.is_closed(now):
        return Refused(Reason.CLOSED, policy.closes_at)
    return None


def start(
    policy: Policy,
    past: Sequence[AttemptState],
    slots: Sequence[Slot],
    *,
    seed: int,
    now: datetime,
    code: str = "",
) -> tuple[AttemptState | None, Events]:
    """Begin an attempt, or go on with the open one; None and the reason where neither may be.

    `code` is what was typed as the access code: it is asked of who begins, not of who goes on.
    """
    for state in past:
        if state.is_open:
            return state, ()
    if refused := may_start(policy, len(past), now):
        return None, (refused,)
    if not policy.admits(code):
        return None, (Refused(Reason.WRONG_CODE),)
    state = AttemptState(
        number=max((state.number for state in past), default=0) + 1,
        seed=seed if policy.shuffle_choices else 0,
        layout=layout(slots, policy, seed, {slot for state in past for slot in state.slots}),
        started_at=now,
        deadline_at=policy.deadline(now),
        more_time=policy.gives_more_time(now),
    )
    return state, (Started(),)


def next_seq(state: AttemptState, slot: int, now: datetime) -> int:
    """Return the number of an answer given now: tenths of a second since the start.

    Counting time, and not keystrokes, lets two windows agree on which answer is the newest.
    """
    saved = state.answers.get(slot)
    tenths = int((now - state.started_at).total_seconds() * 10)
    return min(max(saved.seq + 1 if saved else 1, tenths), LONGEST_SEQ)


def save(
    state: AttemptState,
    slot: int,
    *,
    seq: int,
    now: datetime,
    grace: timedelta,
    response: str | None = None,
    keep: bool = False,
    flagged: bool | None = None,
    one_way: bool = False,
) -> tuple[AttemptState, Events]:
    """Put an answer (the JSON of a Response, None: emptied) into a slot, if it is the newest.

    `keep` leaves the response as it is, to change the flag alone; `flagged` None leaves the flag.
    `one_way`: only the question that the attempt has reached takes an answer.
    """
    if refused := _not_now(state, slot, grace, one_way, now):
        return state, (refused,)
    before = state.answers.get(slot, Saved(seq=0))
    if before.seq >= seq:
        return state, (AlreadyNewer(slot, before),)
    if before.checked and not keep and response != before.response:
        return state, (Refused(Reason.CHECKED),)
    saved = Saved(
        seq=seq,
        response=before.response if keep else response,
        flagged=before.flagged if flagged is None else flagged,
        saved_at=now,
        checked=before.checked,
    )
    answers = MappingProxyType({**state.answers, slot: saved})
    return replace(state, answers=answers), (AnswerSaved(slot, saved),)


def check(state: AttemptState, slot: int, policy: Policy, *, now: datetime) -> tuple[AttemptState, Events]:
    """Let the student see how the saved answer to a question is: from then on it stands."""
    if refused := _not_now(state, slot, policy.grace, policy.one_way, now):
        return state, (refused,)
    saved = state.answers.get(slot)
    if not policy.checks or saved is None or saved.response is None:
        return state, (Refused(Reason.NOTHING_TO_CHECK),)
    answers = MappingProxyType({**state.answers, slot: replace(saved, checked=True)})
    return replace(state, answers=answers), () if saved.checked else (Checked(slot),)


def go_on(state: AttemptState, number: int, policy: Policy, *, now: datetime) -> tuple[AttemptState, Events]:
    """Go from the question of this number, from 1, to the next where there is no way back.

    Where the attempt is further already, or there is no next, nothing changes.
    """
    if not 1 <= number < len(state.layout):
        return state, ()
    if refused := _not_now(state, state.slots[number - 1], policy.grace, False, now):
        return state, (refused,)
    if not policy.one_way or number != state.reached:
        return state, ()
    return replace(state, reached=number + 1), (WentOn(number + 1),)


def at(state: AttemptState) -> int:
    """Return the slot that an attempt without a way back is at."""
    return state.slots[min(state.reached, len(state.layout)) - 1]


def _not_now(
    state: AttemptState, slot: int, grace: timedelta, one_way: bool, now: datetime
) -> Refused | None:
    if not state.is_open:
        return Refused(Reason.HANDED_IN, state.submitted_at)
    if is_due(state, grace, now):
        return Refused(Reason.TOO_LATE, state.deadline_at)
    if slot not in state.slots:
        return Refused(Reason.NO_SUCH_QUESTION)
    if one_way and slot != at(state):
        return Refused(Reason.NO_WAY_BACK)
    return None


def submit(state: AttemptState, asked: Sequence[Asked], *, now: datetime) -> tuple[AttemptState, Events]:
    """Hand in and grade what was saved; handing in what is handed in changes nothing.

    From the deadline on it is the deadline that hands in, whoever presses the button.
    """
    if not state.is_open:
        return state, ()
    late = state.deadline_at is not None and now >= state.deadline_at
    result = grade_attempt(asked, {slot: saved.response for slot, saved in state.answers.items()})
    done = replace(
        state,
        submitted_at=state.deadline_at if late else now,
        submitted_by="deadline" if late else "student",
    )
    return done, (Submitted(result),)


def is_due(state: AttemptState, grace: timedelta, now: datetime) -> bool:
    """Tell whether an attempt's time and its grace are over."""
    return state.deadline_at is not None and now >= state.deadline_at + grace


def expire(
    state: AttemptState, asked: Sequence[Asked], policy: Policy, *, now: datetime
) -> tuple[AttemptState, Events]:
    """Hand in what was saved once the time and its grace are over; before that change nothing."""
    if not state.is_open or not is_due(state, policy.grace, now):
        return state, ()
    return submit(state, asked, now=now)


# ---- breaks: the clock of the time limit stands


def take_break(state: AttemptState, policy: Policy, *, now: datetime) -> tuple[AttemptState, Events]:
    """Stop the clock until the student goes on, or until their minutes of rest are used up.

    A break begun twice is one break.
    """
    if not state.is_open:
        return state, (Refused(Reason.HANDED_IN, state.submitted_at),)
    if state.on_break(now):
        return state, ()
    if state.deadline_at is not None and now >= state.deadline_at:
        return state, (Refused(Reason.TOO_LATE, state.deadline_at),)
    rested = _without_break(state, policy, now)
    left = policy.break_time - rested.break_used
    if left <= timedelta():
        return state, (Refused(Reason.NO_BREAK_LEFT),)
    begun = replace(rested, break_started_at=now, break_ends_at=now + left)
    return _moved(rested, begun, policy), (BreakBegan(now + left),)


def end_break(state: AttemptState, policy: Policy, *, now: datetime) -> tuple[AttemptState, Events]:
    """Let the clock go on; where it goes already, change nothing."""
    if not state.on_break(now):
        return state, ()
    return _without_break(state, policy, now), (BreakEnded(),)


def _without_break(state: AttemptState, policy: Policy, now: datetime) -> AttemptState:
    """Count the break begun as used: up to now, or to its own end if that is past."""
    if state.break_started_at is None or state.break_ends_at is None:
        return state
    whole = state.break_ends_at - state.break_started_at
    # A clock that was set back must not give rest away.
    spent = timedelta(seconds=max(0, ceil((now - state.break_started_at).total_seconds())))
    ended = replace(
        state,
        break_started_at=None,
        break_ends_at=None,
        break_used=state.break_used + min(spent, whole),
    )
    return _moved(state, ended, policy)


def _moved(before: AttemptState, after: AttemptState, policy: Policy) -> AttemptState:
    """Move the end by as much as the rest has changed: time that a teacher gave besides stays given."""
    end, usual = (policy.deadline(state.started_at, state.rested) for state in (after, before))
    if before.deadline_at is None or end is None or usual is None:
        return after
    return replace(
        after,
        deadline_at=before.deadline_at + (end - usual),
        more_time=after.more_time or end > usual,
    )
