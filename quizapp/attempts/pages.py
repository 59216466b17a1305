"""What the pages of an attempt draw, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app, render_template
from markupsafe import Markup

from quizapp.attempts import messages, wording
from quizapp.attempts.cited import leaves_of
from quizapp.attempts.contact import BEAT_EVERY, contacts
from quizapp.attempts.messages import Told
from quizapp.attempts.reviewing import response_of, review_page
from quizapp.attempts.store import Beat, Sitting
from quizapp.core.attempts import engine
from quizapp.core.attempts.drawing import section_of
from quizapp.core.attempts.policy import Clock, Policy, Shown
from quizapp.core.attempts.scoring import Asked, grade_slot
from quizapp.core.qtypes.base import Prompt, Raw
from quizapp.web.filters import clock_time, plural, span
from quizapp.web.moulds import NUMBER, Mould, Moulds, joined, needs_request

MOST_DRAWN = 4_096
"""Questions kept as drawn, some kilobytes each."""

MOST_CELLS = 1_000
"""Navigators kept as drawn, some kilobytes each."""

Drawn = dict[tuple[Any, ...], Mould]

SHOWS_CLOCK_UNDER = 3600
"""Seconds: the end of a quiz without a time limit is a date until then, and a clock from then on."""


MOST_TOLD = 3
"""Messages of the teacher's that a page shows, the newest ones."""

Typed = Mapping[int, tuple[Raw, str]]
"""By slot: what was typed and could not be read, and what to mend in it."""


class Visit(NamedTuple):
    """What a request brings to a page: who asks, their token, which messages they put away.

    `news`: the page shows something else for this once, such as what was just done.
    """

    person: str
    token: str
    heard: str = ""
    news: bool = False


FACTS = (
    "key", "slots", "started", "now", "deadline", "token", "posts", "beat_every", "news", "newest", "told",
)  # fmt: skip


def facts(sitting: Sitting, now: datetime, visit: Visit) -> dict[str, object]:
    """Return what the script of an attempt reads; times in milliseconds."""
    state = sitting.state
    return {
        "id": sitting.attempt_id,
        "key": key_of(sitting),
        "slots": ",".join(map(str, state.slots)),
        "started": milliseconds(state.started_at),
        "now": milliseconds(now),
        "deadline": milliseconds(state.deadline_at) if state.deadline_at else "",
        "token": visit.token,
        "posts": "1" if sitting.policy.one_way else "",
        "beat_every": int(BEAT_EVERY.total_seconds() * 1000),
        "news": contacts().news,
        **_told_on(sitting, now, visit.heard),
    }


def key_of(sitting: Sitting) -> str:
    """Return the name under which a browser keeps what it has not sent yet."""
    return f"{sitting.attempt_id}-{milliseconds(sitting.state.started_at)}"


def _told_on(sitting: Sitting, now: datetime, heard: str) -> dict[str, object]:
    """Return what the teacher has said and the student not yet put away, and the newest of all."""
    told = messages.told_to(sitting.user_id, sitting.assignment_id, sitting.state.started_at, now)
    if not told:
        return {"newest": 0, "told": Markup()}
    moulds: Moulds = current_app.extensions["moulds"]
    put_away = heard.split(".")
    return {
        "newest": told[0].id,
        "told": joined(_note(moulds, one) for one in told[:MOST_TOLD] if str(one.id) not in put_away),
    }


def _note(moulds: Moulds, one: Told) -> Markup:
    frame = moulds.of("attempts/_told.html", ("message", "at", "text"), {})
    return frame.fill(message=one.id, at=clock_time(one.sent_at), text=one.text)


def news(sitting: Beat, now: datetime) -> dict[str, object]:
    """Return what a page that is open has to know: is it still, until when, what the teacher says."""
    told = messages.told_to(sitting.user_id, sitting.assignment_id, sitting.started_at, now)
    return {
        "open": sitting.open,
        "deadline": milliseconds(sitting.deadline_at) if sitting.deadline_at else None,
        "news": contacts().news,
        "newest": told[0].id if told else 0,
        "told": [{"id": one.id, "at": clock_time(one.sent_at), "text": one.text} for one in told[:MOST_TOLD]],
    }


def milliseconds(moment: datetime) -> int:
    """Write a moment as scripts take it."""
    return int(moment.timestamp() * 1000)


def page(
    sitting: Sitting, asked: Sequence[Asked], number: int, now: datetime, visit: Visit, typed: Typed
) -> Markup:
    """Return the page of one question, or of all where the rules say so."""
    alone, one_way, total = not sitting.policy.one_page, sitting.policy.one_way, len(asked)
    numbered = list(enumerate(asked, 1))
    shown = numbered[number - 1 : number] if alone else numbered
    items = navigator(sitting, number if alone else None)
    firsts = first_of_sections(asked)
    answered = sum(item["state"] == "done" for item in items)
    moulds: Moulds = current_app.extensions["moulds"]
    drawn = current_app.extensions.setdefault("drawn", {})
    frame = moulds.of(
        "attempts/page.html",
        (*FACTS, "person", "clock", "questions", "cells", "answered", "flagged", "left"),
        {
            "quiz": sitting.title,
            "class_name": sitting.class_name,
            "number": number if alone else 1,
            "total": total,
            "alone": alone,
            "last": not alone or number == total,
            "one_way": one_way,
            "may_check": alone and may_check(sitting, asked[number - 1]),
            "until": until(sitting.policy),
            "larger": sitting.policy.larger_text,
            "rest": span(rest_left(sitting)),
            "ends": sitting.state.deadline_at is not None,
            "id": NUMBER,
        },
        keep=not visit.news,
    )
    return frame.fill(
        **facts(sitting, now, visit),
        person=visit.person,
        clock=clock(moulds, sitting, now),
        questions=joined(
            _question(moulds, drawn, sitting, at, one, total, typed, first=at in firsts) for at, one in shown
        ),
        cells=_cells(moulds, items, "answer" if alone and not one_way else ""),
        answered=answered,
        flagged=sum(item["flagged"] for item in items),
        left=total - answered,
    )


def _question(
    moulds: Moulds,
    kept: Drawn,
    sitting: Sitting,
    number: int,
    asked: Asked,
    total: int,
    typed: Typed,
    *,
    first: bool,
) -> Markup:
    slot, saved = asked.slot, sitting.state.answers.get(asked.slot)
    raw, error = typed.get(slot, (None, ""))
    response = saved.response if saved else None
    checked = sitting.state.checked(slot)
    policy = sitting.policy
    section = section_of(policy.sections, asked.section)
    shape = {
        "number": number,
        "total": total,
        "worth": asked.points,
        "flagged": saved is not None and saved.flagged,
        "alone": not policy.one_page,
        "answered": response is not None,
        "mending": bool(error),
        "onward": not policy.one_way,
        "checked": checked,
        "section": section.title if first or not policy.one_page else "",
        "intro": section.intro if first else "",
    }
    own = {"id": sitting.attempt_id, "seq": saved.seq if saved else 0}
    if checked:
        body = checked_body(sitting, asked, policy.shown_during)
    elif raw is not None:
        body = draw(sitting, asked, response, raw, error)
    else:
        return _drawn(moulds, kept, sitting, asked, response, shape).fill(**own)
    return _framed(moulds, shape, slot, body).fill(**own)


def _framed(moulds: Moulds, shape: dict[str, Any], slot: int, body: Markup) -> Mould:
    """Return a question with what stands around it, and holes for the attempt's id and the seq."""
    shape = {**shape, "worth": plural(shape["worth"], "point"), "id": NUMBER}
    frame = moulds.of("attempts/_question.html", ("slot", "field", "seq", "body"), shape)
    return frame.fill_some(slot=slot, field=f"s{slot}", body=body)


def first_of_sections(asked: Sequence[Asked]) -> set[int]:
    """Return the numbers of the questions that a section begins with."""
    sections = [one.section for one in asked]
    return {at for at, section in enumerate(sections, 1) if at == 1 or sections[at - 2] != section}


def may_check(sitting: Sitting, asked: Asked) -> bool:
    """Tell whether the student may now check the answer to a question."""
    by_hand = asked.judge.qtype.by_hand
    return sitting.policy.checks and not by_hand and not sitting.state.checked(asked.slot)


def checked_body(sitting: Sitting, asked: Asked, show: Shown) -> Markup:
    """Return a question whose answer was checked, with as much of how it is as may be shown."""
    needs_request()
    saved = sitting.state.answers[asked.slot]
    text = render_template(
        "attempts/_checked.html",
        one=review_page(sitting, 0, asked, grade_slot(asked, saved.response), show),
        show=show,
        leaves=leaves_of(sitting.revision(asked.slot)) if show.passage else [],
        bank=sitting.bank_slug,
    )
    return Markup(text)  # noqa: S704  the template escapes


def _cells(moulds: Moulds, items: list[dict[str, Any]], form: str) -> Markup:
    kept: dict[tuple[Any, ...], Markup] = current_app.extensions.setdefault("cells", {})
    key = (form, *(tuple(item.values()) for item in items))
    found = kept.get(key)
    if found is None:
        found = joined(_cell(moulds, item, form) for item in items)
        if len(kept) >= MOST_CELLS:
            kept.clear()
        kept[key] = found
    return found


def _cell(moulds: Moulds, item: dict[str, Any], form: str) -> Markup:
    shape = {name: item[name] for name in ("number", "state", "flagged", "current", "url")}
    return moulds.of("attempts/_cell.html", (), {**shape, "form": form}).fill()


def clock(moulds: Moulds, sitting: Sitting, now: datetime) -> Markup:
    """Return the time left as it is drawn; nothing where nothing ends the attempt."""
    left = clock_of(sitting, now)
    if left is None:
        return Markup()
    shape = {"shown": left.shown, "tone": left.tone, "clock": sitting.policy.clock.value}
    frame = moulds.of("attempts/_clock.html", ("words", "seconds"), shape)
    return frame.fill(words=wording.time_left(left.seconds), seconds=left.seconds)


def until(policy: Policy) -> str:
    """Say how long there is, or until when."""
    if policy.time_limit:
        return f"{wording.limit(policy)}."
    return f"Open until {wording.closing(policy)}." if policy.closes_at else ""


def rest_left(sitting: Sitting) -> timedelta | None:
    """Return what is left of the minutes of break; None for who has none or had them all."""
    left = sitting.policy.break_time - sitting.state.rested
    return left if left > timedelta() else None


def break_page(sitting: Sitting, now: datetime, visit: Visit) -> dict[str, object]:
    """Return what the page of a break shows: until when, and the time left that waits."""
    state = sitting.state
    assert state.break_ends_at
    awake, _ = engine.end_break(state, sitting.policy, now=now)
    left = awake.deadline_at - now if awake.deadline_at else None
    return {
        "quiz": sitting.title,
        "class_name": sitting.class_name,
        "larger": sitting.policy.larger_text,
        "shown": sitting.policy.clock is Clock.SHOWN,
        "waiting": wording.time_left(left.total_seconds()) if left is not None else "",
        "rest": wording.time_left((state.break_ends_at - now).total_seconds()),
        "ends_at": state.break_ends_at,
        "ends": milliseconds(state.break_ends_at),
        **facts(sitting, now, visit),
    }


def _drawn(
    moulds: Moulds,
    kept: Drawn,
    sitting: Sitting,
    asked: Asked,
    response: str | None,
    shape: dict[str, Any],
) -> Mould:
    """Return a question as it was drawn before for the same answer and order, or draw it.

    A class sees the same few pages: without this, most of the work of a page is to draw them again.
    """
    slot = asked.slot
    order = engine.choice_order(sitting.state.seed, slot)
    key = (sitting.revision(slot), slot, order, response, *shape.values())
    found = kept.get(key)
    if found is None:
        found = _framed(moulds, shape, slot, draw(sitting, asked, response))
        if len(kept) >= MOST_DRAWN:
            kept.clear()
        kept[key] = found
    return found


def draw(
    sitting: Sitting, asked: Asked, response: str | None, raw: Raw | None = None, error: str = ""
) -> Markup:
    """Return a question to be answered, with the answer given, or what was typed and could not be read."""
    question, slot = asked.question, asked.slot
    template = current_app.jinja_env.get_template(f"qtypes/{question.meta.type}/prompt.html")
    # Rendered without what a request brings: what it says may be shown to another student.
    text = template.render(
        prompt=prompt_of(sitting, asked),
        response=response_of(question, response),
        field=f"s{slot}",
        typed=raw,
        error=error,
    )
    return Markup(text)  # noqa: S704  the template escapes


def prompt_of(sitting: Sitting, asked: Asked) -> Prompt:
    """Return what the student may see of a question, in this attempt's order."""
    order = engine.choice_order(sitting.state.seed, asked.slot)
    return asked.question.qtype.prompt(asked.question.content, engine.shuffler(order))


def navigator(sitting: Sitting, current: int | None = None) -> list[dict[str, Any]]:
    """Return the questions for the navigator of an attempt under way."""
    state = sitting.state
    return [
        {
            "number": number,
            "slot": slot,
            "state": "done" if state.answered(slot) else "blank",
            "flagged": state.flagged(slot),
            "current": number == current,
            "url": "" if sitting.policy.one_way else f"#q-{number}",
        }
        for number, slot in enumerate(state.slots, 1)
    ]


@dataclass(frozen=True)
class Left:
    """The time left of an attempt: `seconds`, and whether it is near enough to be shown as a clock."""

    seconds: int
    shown: bool

    @property
    def tone(self) -> str:
        return "last" if self.seconds < 60 else "soon" if self.seconds < 300 else ""


def clock_of(sitting: Sitting, now: datetime) -> Left | None:
    """Return the time left, or None where nothing ends the attempt."""
    deadline = sitting.state.deadline_at
    if deadline is None:
        return None
    seconds = max(0, int((deadline - now).total_seconds()))
    return Left(seconds, sitting.policy.time_limit is not None or seconds < SHOWS_CLOCK_UNDER)
