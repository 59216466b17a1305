"""The pages of attempts: what is to do, a quiz under way, handing in, looking at it again."""

from datetime import datetime

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from quizapp.attempts import breaks, forms, handing_in, pages, places, service, wording
from quizapp.attempts.cited import leaves_of
from quizapp.attempts.contact import contacts
from quizapp.attempts.grading import changes_of, result_of, was_changed
from quizapp.attempts.lists import OwnAttempt
from quizapp.attempts.questions import asked_in
from quizapp.attempts.receipts import receipt_of
from quizapp.attempts.reviewing import review_navigator, review_page, to_look_at
from quizapp.attempts.store import Sitting
from quizapp.attempts.tasks import counting_of, history_of, may_take_again, task_of, tasks_of
from quizapp.core.attempts import engine
from quizapp.core.attempts.state import AlreadyNewer, Reason, Refused
from quizapp.core.attempts.timing import read_times
from quizapp.core.qtypes.base import FormatError, Raw
from quizapp.extensions import csrf
from quizapp.web import clock
from quizapp.web.access import students_only
from quizapp.web.fields import raw_of
from quizapp.web.transaction import reads_only

blueprint = Blueprint("attempts", __name__)
Answered = str | Response | tuple[str | Response, int]


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """Give this room's pages its sentences."""
    return {"wording": wording}


# ---- lists


@blueprint.get("/todo")
@students_only
def todo() -> Answered:
    """Show what is due."""
    now = clock.now()
    handing_in.settle_due(now)
    tasks = tasks_of(current_user, now)
    groups = {name: [t for t in tasks if t.standing == name] for name in ("going", "open", "again", "soon")}
    return render_template("attempts/todo.html", groups=groups, any_given=bool(tasks), now=now)


@blueprint.get("/done")
@students_only
def done() -> Answered:
    """Show what was handed in, and what was missed."""
    now = clock.now()
    handing_in.settle_due(now)
    handed_in = [own for own in history_of(current_user) if own.submitted_at]
    by_assignment: dict[int, list[OwnAttempt]] = {}
    for own in handed_in:
        by_assignment.setdefault(own.assignment_id, []).append(own)
    missed = [t for t in tasks_of(current_user, now) if t.standing == "over" and not t.taken]
    return render_template(
        "attempts/done.html",
        handed_in=handed_in,
        counts={number: counting_of(rows) for number, rows in by_assignment.items()},
        missed=missed,
        now=now,
    )


# ---- before


@blueprint.route("/take/<int:assignment_id>", methods=["GET", "POST"])
@reads_only
@students_only
def cover(assignment_id: int) -> Answered:
    """Show the rules; on POST begin, or go on with what was begun."""
    now = clock.now()
    handing_in.settle_due(now)
    status, problem, wrong_code = 200, "", ""
    if request.method == "POST":
        typed = request.form.get("code", "")[: wording.LONGEST_TYPED]
        begun = service.start(current_user, assignment_id, now=now, code=typed)
        if not isinstance(begun, Refused):
            return redirect(url_for("attempts.page", attempt_id=begun), 303)
        if begun.reason is Reason.WRONG_CODE:
            status = 429 if begun.at else 422
            wrong_code = wording.refusal(begun) if typed.strip() or begun.at else wording.NO_CODE
        else:
            status, problem = 409, wording.refusal(begun)
    assignment = service.assignment_for_taking(current_user, assignment_id)
    task = task_of(current_user, assignment, now)
    refused = engine.may_start(task.policy, len(task.taken), now) if task.standing != "going" else None
    page = render_template(
        "attempts/cover.html",
        task=task,
        larger=task.policy.larger_text,
        assignment=assignment,
        total=task.paper.points,
        wrong_code=wrong_code,
        counts=counting_of(task.taken),
        refused=problem or (wording.refusal(refused) if refused else ""),
        now=now,
    )
    return page, status


# ---- under way


def sitting_now(attempt_id: int, now: datetime) -> Sitting:
    """Return the student's attempt, handed in first if its time is over."""
    sitting = service.attempt_for(current_user, attempt_id)
    if sitting.state.is_open and engine.is_due(sitting.state, sitting.policy.grace, now):
        handing_in.settle_due(now)
        sitting = service.attempt_for(current_user, attempt_id)
    if sitting.state.is_open:
        contacts().heard(attempt_id, now)
    return sitting


def _query() -> str | None:
    return request.args.get("q")


def _question_url(sitting: Sitting, number: int) -> str:
    """Return where a question is: a page of its own, or a place on the one page."""
    page, place = (None, f"q-{number}") if sitting.policy.one_page else (number, None)
    return url_for("attempts.page", attempt_id=sitting.attempt_id, q=page, _anchor=place)


def to_review(attempt_id: int) -> Response:
    return redirect(url_for("attempts.review", attempt_id=attempt_id), 303)


@blueprint.route("/attempts/<int:attempt_id>", methods=["GET", "POST"])
@reads_only
@students_only
def page(attempt_id: int) -> Answered:
    """Show one question; on POST keep its answer and go where the pressed button leads."""
    now = clock.now()
    sitting = sitting_now(attempt_id, now)
    if not sitting.state.is_open:
        if request.method == "POST":
            late = sitting.state.submitted_by == "deadline"
            reason = Reason.TOO_LATE if late else Reason.HANDED_IN
            flash(wording.refusal(Refused(reason, sitting.state.submitted_at)), "warning")
        return to_review(attempt_id)
    number = places.number_of(sitting, _query())
    if sitting.state.on_break(now) and request.method == "GET":
        return render_template(
            "attempts/break.html", number=number, **pages.break_page(sitting, now, _visit())
        )
    return _keep(sitting, number, now) if request.method == "POST" else _draw(sitting, number, now)


def _draw(sitting: Sitting, number: int, now: datetime, typed: pages.Typed | None = None) -> str:
    service.remember(sitting)
    visit = _visit()
    return pages.page(sitting, asked_in(sitting), number, now, visit, typed or {})


def _visit() -> pages.Visit:
    return pages.Visit(
        current_user.name, csrf.issue(), request.cookies.get("heard", ""), news="_flashes" in session
    )


def _keep(sitting: Sitting, number: int, now: datetime) -> Answered:
    """Keep the answers that a form brings, then follow the button: go, flag."""
    attempt_id, state = sitting.attempt_id, sitting.state
    here = url_for("attempts.page", attempt_id=attempt_id, q=number)
    shown = state.slots if sitting.policy.one_page else state.slots[number - 1 : number]
    if request.form.getlist("slot", type=int) != list(shown):
        if sitting.policy.one_way:
            flash(wording.refusal(Refused(Reason.NO_WAY_BACK)), "warning")
        return redirect(here, 303)  # a form of another page: it says nothing about these questions
    flag_slot, _, flag = request.form.get("flag", "").partition(":")
    if flag_slot not in map(str, shown):
        flag_slot = ""
    typed: dict[int, tuple[Raw, str]] = {}
    for slot in shown:
        if state.checked(slot) and flag_slot != str(slot):
            continue
        raw = raw_of(request.form, f"s{slot}")
        response = service.read_answer(service.question_to_answer(current_user, attempt_id, slot), raw)
        unread = isinstance(response, FormatError)
        flagged = flag == "1" if flag_slot == str(slot) else None
        if isinstance(response, FormatError):
            typed[slot] = (raw, response.message)
        # Of many questions on a page most are as they were.
        saved = state.answers.get(slot)
        same = (
            unread
            or state.checked(slot)
            or (len(shown) > 1 and response == (saved.response if saved else None))
        )
        if same and flagged is None:
            continue
        outcome = service.save(
            current_user,
            attempt_id,
            slot,
            now=now,
            response=None if isinstance(response, FormatError) else response,
            keep=same,
            flagged=flagged,
        )
        if isinstance(outcome, Refused):
            flash(wording.refusal(outcome), "warning")
            return to_review(attempt_id)
    if typed:
        return _draw(service.attempt_for(current_user, attempt_id), number, now, typed), 422
    go = request.form.get("go", "")
    refused = None
    if go == "tell" and len(shown) == 1:
        refused = service.check(sitting, shown[0], now=now)
    elif sitting.policy.one_way and go == str(number + 1):
        refused = service.go_on(sitting, number, now=now)
    if refused:
        flash(wording.refusal(refused), "warning")
        return redirect(here, 303)
    if go == "check":
        return redirect(url_for("attempts.check", attempt_id=attempt_id), 303)
    if go == "break":
        return _rest(attempt_id, number)
    if go.isascii() and go.isdigit() and len(go) < 5:
        return redirect(url_for("attempts.page", attempt_id=attempt_id, q=int(go)), 303)
    if flag_slot and sitting.policy.one_page:
        return redirect(f"{here}#q-{1 + shown.index(int(flag_slot))}", 303)
    return redirect(here, 303)


@blueprint.put("/attempts/<int:attempt_id>/answers/<int:slot>")
@reads_only
@students_only
def save(attempt_id: int, slot: int) -> Answered:
    """Keep one answer; "saved" is said after the commit, and to every repetition of it."""
    body = forms.read_save()
    now = clock.now()
    response: str | FormatError | None = None
    if body.answer is not None:
        question = service.question_to_answer(current_user, attempt_id, slot)
        response = service.read_answer(question, body.answer)
    if isinstance(response, FormatError):
        return jsonify(status="refused", reason="format", message=response.message, retry=False), 422
    event = service.save(
        current_user,
        attempt_id,
        slot,
        now=now,
        seq=body.seq,
        response=response,
        keep=body.answer is None,
        flagged=body.flagged,
        seconds=body.seconds,
    )
    if isinstance(event, Refused):
        if event.reason is Reason.NO_SUCH_QUESTION:
            raise NotFound
        said = wording.refusal(event)
        return jsonify(status="refused", reason=event.reason.value, message=said, retry=False), 409
    kept = event.saved
    contacts().heard(attempt_id, now)
    return jsonify(
        status="newer" if isinstance(event, AlreadyNewer) else "saved",
        seq=kept.seq,
        saved_at=kept.saved_at.isoformat() if kept.saved_at else None,
        now=now.isoformat(),
        news=contacts().news,
    )


@blueprint.get("/attempts/<int:attempt_id>/beat")
@students_only
def beat(attempt_id: int) -> Answered:
    """Hear that the page is open, and tell it what is new; nothing is written to the disk."""
    now = clock.now()
    found = service.beat_of(current_user, attempt_id)
    if found.open:
        contacts().heard(attempt_id, now)
    return jsonify(**pages.news(found, now))


@blueprint.get("/attempts/<int:attempt_id>/check")
@students_only
def check(attempt_id: int) -> Answered:
    """List what is unanswered and flagged before handing in."""
    now = clock.now()
    sitting = sitting_now(attempt_id, now)
    if not sitting.state.is_open:
        return to_review(attempt_id)
    if sitting.state.on_break(now):
        return redirect(url_for("attempts.page", attempt_id=attempt_id), 303)
    items = pages.navigator(sitting)
    for item in items:
        if not sitting.policy.one_way or item["number"] == places.asked_for(sitting, _query()):
            item["url"] = _question_url(sitting, item["number"])
    return render_template(
        "attempts/check.html",
        one_way=sitting.policy.one_way,
        here=url_for("attempts.page", attempt_id=attempt_id, q=places.asked_for(sitting, _query())),
        quiz=sitting.title,
        class_name=sitting.class_name,
        items=items,
        clock=pages.clock(current_app.extensions["moulds"], sitting, now),
        larger=sitting.policy.larger_text,
        **pages.facts(sitting, now, _visit()),
    )


@blueprint.post("/attempts/<int:attempt_id>/break")
@reads_only
@students_only
def take_break(attempt_id: int) -> Response:
    """Stop the clock, as far as the student's minutes of break go."""
    return _rest(attempt_id, places.read_number(_query()))


def _rest(attempt_id: int, number: int) -> Response:
    refused = breaks.take_break(current_user, attempt_id, now=clock.now())
    if refused:
        flash(wording.refusal(refused), "warning")
    return redirect(url_for("attempts.page", attempt_id=attempt_id, q=number), 303)


@blueprint.post("/attempts/<int:attempt_id>/go-on")
@reads_only
@students_only
def go_on(attempt_id: int) -> Response:
    """End the break; where there is none, go to the question all the same."""
    breaks.end_break(current_user, attempt_id, now=clock.now())
    return redirect(url_for("attempts.page", attempt_id=attempt_id, q=places.read_number(_query())), 303)


@blueprint.post("/attempts/<int:attempt_id>/submit")
@reads_only
@students_only
def submit(attempt_id: int) -> Answered:
    """Hand in; again and again it is the same handing in."""
    now = clock.now()
    sitting = service.attempt_for(current_user, attempt_id, answers=False)
    if sitting.state.is_open:
        handing_in.submit(sitting, now=now, times=read_times(request.form.get("times", "")))
    return to_review(attempt_id)


# ---- after


@blueprint.get("/attempts/<int:attempt_id>/review")
@students_only
def review(attempt_id: int) -> Answered:
    """Show how it went, as far as the policy shows it now."""
    now = clock.now()
    sitting = sitting_now(attempt_id, now)
    state = sitting.state
    if state.is_open:
        return redirect(url_for("attempts.page", attempt_id=attempt_id), 303)
    assert state.submitted_at
    show = sitting.policy.shown(now)
    asked, result, marks = result_of(sitting, with_marks=sitting.marks_shown)
    again = to_look_at(asked, result) if show.correctness else []
    number = places.asked_for(sitting, _query())
    if "q" not in request.args and again:
        number = again[0]
    items = review_navigator(sitting, asked, result, show, number)
    for item in items:
        item["url"] = url_for("attempts.review", attempt_id=attempt_id, q=item["number"])
    one = asked[number - 1]
    return render_template(
        "attempts/review.html",
        sitting=sitting,
        larger=sitting.policy.larger_text,
        show=show,
        outcome=wording.outcome(
            sitting.score if show.score and sitting.settled else None,
            sitting.max_score,
            len(again) if show.correctness else None,
            waiting=not sitting.settled and (show.score or show.correctness),
        ),
        changes=changes_of(attempt_id) if show.score and sitting.settled and was_changed(sitting) else [],
        numbers={slot: place for place, slot in enumerate(state.slots, 1)},
        mark=marks.get(one.slot),
        held=receipt_of(sitting),
        again=len(again),
        key=pages.key_of(sitting),
        slots=",".join(map(str, state.slots)),
        seqs=",".join(str(state.answers[slot].seq if slot in state.answers else 0) for slot in state.slots),
        later=wording.still_to_come(sitting.policy, now),
        once_more=may_take_again(current_user, sitting, now),
        one=review_page(sitting, number, one, result.of(one.slot), show) if show.answers else None,
        items=items,
        next_again=next((n for n in again if n > number), None),
        leaves=leaves_of(sitting.revision(one.slot)) if show.passage else [],
    )
