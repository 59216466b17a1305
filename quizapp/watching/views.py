"""The pages of watching: a class at a quiz, one student of it, and what a teacher does meanwhile."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from quizapp.attempts import acts, messages
from quizapp.attempts.acts import ActRefusedError
from quizapp.attempts.contact import contacts
from quizapp.attempts.handing_in import settle_due
from quizapp.attempts.lists import earlier_of
from quizapp.attempts.messages import LONGEST
from quizapp.core.attempts.acts import read_receipt
from quizapp.quizzes.assigning import state_of
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import assignment_for_managing, assignment_for_viewing
from quizapp.watching import service
from quizapp.watching.board import Board, last_minutes, time_left
from quizapp.watching.forms import MessageForm, MinutesForm
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import listed, moment, plural
from quizapp.web.notices import offer_undo
from quizapp.web.transaction import read_link

blueprint = Blueprint("watching", __name__)
Answered = str | AnyResponse | tuple[str, int]

USUAL = 5
USUAL_AGAIN = 10
"""Minutes that are proposed."""


# ---- looking


def _board(assignment: Assignment, now: datetime) -> Board:
    return service.board_of(read_link(), assignment, contacts(), now)


def ends_of(board: Board, assignment: Assignment) -> str:
    """Say when it ends for those who are at it, without names; nothing where the closing says it."""
    if board.ends is None or set(board.ends) == {assignment.closes_at}:
        return ""
    first, last = (moment(one).removeprefix("today, ") for one in board.ends)
    return f"Ends {first}." if first == last else f"Ends {first} for the first, {last} for the last."


def _page(
    assignment: Assignment, now: datetime, *, time: MinutesForm | None = None,
    words: MessageForm | None = None, problem: str = "",
) -> str:  # fmt: skip
    board = _board(assignment, now)
    return render_template(
        "watching/show.html",
        assignment=assignment,
        state=state_of(assignment, now),
        board=board,
        last_minutes=last_minutes,
        ends_of=ends_of,
        time=time or MinutesForm(formdata=None, minutes=USUAL),
        words=words or MessageForm(formdata=None),
        said=service.messages_at(assignment),
        longest=LONGEST,
        problem=problem,
        now=now,
    )


@blueprint.get("/assignments/<int:assignment_id>/watch")
@staff_only
def show(assignment_id: int) -> Answered:
    """Show where each student stands."""
    now = clock.now()
    settle_due(now)
    return _page(assignment_for_viewing(current_user, assignment_id), now)


@blueprint.get("/assignments/<int:assignment_id>/watch/board")
@staff_only
def board(assignment_id: int) -> Answered:
    """Give what changes of the page, or 304 where nothing did: a page asks every few seconds."""
    now = clock.now()
    settle_due(now)
    assignment = assignment_for_viewing(current_user, assignment_id)
    found = _board(assignment, now)
    if found.etag in request.if_none_match:
        response = Response(status=304)
    else:
        response = make_response(
            render_template(
                "watching/_board.html",
                assignment=assignment,
                board=found,
                last_minutes=last_minutes,
                ends_of=ends_of,
                now=now,
            )
        )
    response.set_etag(found.etag)
    response.headers["X-Now"] = str(int(now.timestamp() * 1000))
    return response


def _student_page(
    assignment: Assignment, user_id: int, now: datetime, *, time: MinutesForm | None = None,
    words: MessageForm | None = None, again: MinutesForm | None = None, problem: str = "",
) -> str:  # fmt: skip
    person = acts.student_in(assignment, user_id)
    found = _board(assignment, now)
    return render_template(
        "watching/student.html",
        assignment=assignment,
        state=state_of(assignment, now),
        pupil=person,
        questions=found.questions,
        one=next(one for one in found.students if one.user_id == user_id),
        attempts=acts.attempts_of(assignment, user_id),
        receipt_of=acts.receipt_of,
        earlier_of=earlier_of,
        time_left=time_left,
        time=time or MinutesForm(formdata=None, minutes=USUAL),
        words=words or MessageForm(formdata=None),
        again=again or MinutesForm(formdata=None, minutes=USUAL_AGAIN),
        said=service.messages_at(assignment, user_id),
        longest=LONGEST,
        problem=problem,
        now=now,
    )


@blueprint.get("/assignments/<int:assignment_id>/watch/<int:user_id>")
@staff_only
def student(assignment_id: int, user_id: int) -> Answered:
    """Show one student, with what can be done for them."""
    now = clock.now()
    settle_due(now)
    return _student_page(assignment_for_viewing(current_user, assignment_id), user_id, now)


@blueprint.get("/assignments/<int:assignment_id>/receipt")
@staff_only
def receipt(assignment_id: int) -> Answered:
    """Say which attempt a receipt was given for, when, and whether its answers are still the same."""
    now = clock.now()
    settle_due(now)
    assignment = assignment_for_viewing(current_user, assignment_id)
    typed = request.args.get("code", "").strip()[:40]
    code = read_receipt(typed)
    return render_template(
        "watching/receipt.html",
        assignment=assignment,
        state=state_of(assignment, now),
        typed=typed,
        code=code,
        found=service.look_up(assignment, code) if code else [],
        receipt_of=acts.receipt_of,
        now=now,
    )


# ---- acting


def _back(assignment: Assignment, user_id: int | None) -> AnyResponse:
    if user_id is None:
        return redirect(url_for(".show", assignment_id=assignment.id), 303)
    return redirect(url_for(".student", assignment_id=assignment.id, user_id=user_id), 303)


def _again(assignment: Assignment, user_id: int | None, status: int, **shown: Any) -> Answered:
    """Show the page again, with what is to be mended; nothing was changed."""
    now = clock.now()
    if user_id is None:
        return _page(assignment, now, **shown), status
    return _student_page(assignment, user_id, now, **shown), status


@blueprint.post("/assignments/<int:assignment_id>/watch/time")
@blueprint.post("/assignments/<int:assignment_id>/watch/<int:user_id>/time")
@staff_only
def give_time(assignment_id: int, user_id: int | None = None) -> Answered:
    """Move the end of one student's attempt, or of all."""
    assignment = assignment_for_managing(current_user, assignment_id)
    person = acts.student_in(assignment, user_id) if user_id is not None else None
    form = MinutesForm()
    if not form.validate_on_submit():
        return _again(assignment, user_id, 422, time=form)
    minutes, now = form.minutes.data, clock.now()
    assert minutes is not None  # it validated
    try:
        said = acts.give_time(assignment, minutes, student=person, actor=current_user, now=now)
    except ActRefusedError as refusal:
        return _again(assignment, user_id, 409, problem=str(refusal))
    whom = f"{person.name} has" if person else "Everyone who has not finished has"
    _offer_to_take_back(f"{whom} {plural(minutes, 'more minute')}.", said.id, assignment)
    if person and assignment.closes_at and _ends_after(assignment, person.id):
        flash(
            "This goes on after the quiz has closed. What is shown after closing, the others see then.",
            "warning",
        )
    return _back(assignment, user_id)


def _ends_after(assignment: Assignment, user_id: int) -> bool:
    closing = assignment.closes_at
    rows = acts.attempts_of(assignment, user_id)
    return any(r.state == "open" and r.deadline_at and closing and r.deadline_at > closing for r in rows)


def _offer_to_take_back(words: str, message_id: int, assignment: Assignment) -> None:
    offer_undo(words, url_for(".take_back", assignment_id=assignment.id, message_id=message_id))


@blueprint.post("/assignments/<int:assignment_id>/watch/message")
@blueprint.post("/assignments/<int:assignment_id>/watch/<int:user_id>/message")
@staff_only
def say(assignment_id: int, user_id: int | None = None) -> Answered:
    """Send a message to one student, or to all."""
    assignment = assignment_for_managing(current_user, assignment_id)
    person = acts.student_in(assignment, user_id) if user_id is not None else None
    form = MessageForm()
    if not form.validate_on_submit():
        return _again(assignment, user_id, 422, words=form)
    text = str(form.text.data)
    said = acts.say(assignment, text, student=person, actor=current_user, now=clock.now())
    _offer_to_take_back(f"Sent to {person.name if person else 'everyone'}.", said.id, assignment)
    return _back(assignment, user_id)


@blueprint.post("/assignments/<int:assignment_id>/watch/messages/<int:message_id>/take-back")
@staff_only
def take_back(assignment_id: int, message_id: int) -> Answered:
    """Take back a message, or the time that it tells of."""
    assignment = assignment_for_managing(current_user, assignment_id)
    said = messages.message_of(assignment, message_id)
    act = acts.take_back_time if said.about == "time" else acts.take_back_words
    try:
        act(assignment, said, actor=current_user, now=clock.now())
    except ActRefusedError as refusal:
        return _again(assignment, None, 409, problem=str(refusal))
    flash("Taken back.", "done")
    return _back(assignment, said.user_id)


@blueprint.post("/assignments/<int:assignment_id>/watch/attempts/<int:attempt_id>/hand-in")
@staff_only
def hand_in(assignment_id: int, attempt_id: int) -> Answered:
    """Hand in for a student, now."""
    assignment = assignment_for_managing(current_user, assignment_id)
    try:
        row = acts.hand_in(assignment, attempt_id, actor=current_user, now=clock.now())
    except ActRefusedError as refusal:
        return _again(assignment, None, 409, problem=str(refusal))
    url = url_for(".open_again", assignment_id=assignment.id, attempt_id=row.id)
    offer_undo(f"Handed in for {row.user.name}.", url, as_before="1")
    return _back(assignment, row.user_id)


@blueprint.post("/assignments/<int:assignment_id>/watch/attempts/<int:attempt_id>/reopen")
@staff_only
def open_again(assignment_id: int, attempt_id: int) -> Answered:
    """Let a student go on with what was handed in, for so many minutes or with the time that was left."""
    assignment = assignment_for_managing(current_user, assignment_id)
    user_id = acts.attempt_in(assignment, attempt_id).user_id
    minutes: int | None = None
    if not request.form.get("as_before"):
        form = MinutesForm()
        if not form.validate_on_submit():
            return _again(assignment, user_id, 422, again=form)
        minutes = form.minutes.data
    try:
        row = acts.open_again(assignment, attempt_id, minutes, actor=current_user, now=clock.now())
    except ActRefusedError as refusal:
        return _again(assignment, user_id, 409, problem=str(refusal))
    url = url_for(".put_back", assignment_id=assignment.id, attempt_id=row.id)
    offer_undo(f"{row.user.name} can go on, with every answer kept.", url)
    return _back(assignment, row.user_id)


@blueprint.post("/assignments/<int:assignment_id>/watch/attempts/<int:attempt_id>/put-back")
@staff_only
def put_back(assignment_id: int, attempt_id: int) -> Answered:
    """Undo an opening again, if nothing was saved since."""
    assignment = assignment_for_managing(current_user, assignment_id)
    user_id = acts.attempt_in(assignment, attempt_id).user_id
    try:
        acts.put_back(assignment, attempt_id, actor=current_user, now=clock.now())
    except ActRefusedError as refusal:
        return _again(assignment, user_id, 409, problem=str(refusal))
    flash("Handed in as before.", "done")
    return _back(assignment, user_id)


@blueprint.post("/assignments/<int:assignment_id>/watch/end")
@staff_only
def end(assignment_id: int) -> Answered:
    """Hand in for everyone and close the quiz, now."""
    assignment = assignment_for_managing(current_user, assignment_id)
    now, closing = clock.now(), assignment.closes_at
    try:
        count = acts.end_for_all(assignment, actor=current_user, now=now)
    except ActRefusedError as refusal:
        return _again(assignment, None, 409, problem=str(refusal))
    said = f"Ended. {plural(count, 'attempt was', 'attempts were')} handed in."
    if later := service.may_still_start(assignment, now):
        said += f" A later closing is set for {listed(later)}, who can still start."
    offer_undo(
        said,
        url_for(".undo_end", assignment_id=assignment.id),
        ended=now.isoformat(),
        closes=closing.isoformat() if closing and closing > now else "",
    )
    return _back(assignment, None)


@blueprint.post("/assignments/<int:assignment_id>/watch/undo-end")
@staff_only
def undo_end(assignment_id: int) -> Answered:
    """Open again what an end for all handed in, with the time that was left."""
    assignment = assignment_for_managing(current_user, assignment_id)
    ended, closes = _moment_sent("ended"), _moment_sent("closes")
    if ended is None or (closes and closes <= ended):
        raise BadRequest
    try:
        count = acts.undo_end(assignment, ended, closes, actor=current_user, now=clock.now())
    except ActRefusedError as refusal:
        return _again(assignment, None, 409, problem=str(refusal))
    flash(f"Going on: {plural(count, 'attempt is', 'attempts are')} open again, with the time left.", "done")
    return _back(assignment, None)


def _moment_sent(name: str) -> datetime | None:
    """Return the moment that a button of ours sends; None where it sends none."""
    text = request.form.get(name, "")[:40]
    try:
        found = datetime.fromisoformat(text) if text else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None
