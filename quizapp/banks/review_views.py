"""What staff do about a question on its page: comment on it, and tick that its key is supported."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import reviewing, service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.forms import CommentForm
from quizapp.banks.question_page import question_page
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.notices import offer_undo


@blueprint.post("/bank/<slug>/questions/<qslug>/comments")
@staff_only
def comment(slug: str, qslug: str) -> Response | tuple[str, int]:
    bank = service.bank_for(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    form = CommentForm()
    if not form.validate():
        return question_page(bank, row, row.current, form), 422
    reviewing.add_comment(row, form.text.data, author=current_user, now=clock.now())
    return _to_history(slug, qslug)


@blueprint.post("/bank/<slug>/questions/<qslug>/comments/<int:event_id>/remove")
@staff_only
def remove_comment(slug: str, qslug: str, event_id: int) -> Response:
    row = service.question_by_slug(service.bank_for(current_user, slug), qslug)
    said = reviewing.comment_for(current_user, row, event_id)
    reviewing.remove_comment(said, now=clock.now())
    url = url_for("banks.restore_comment", slug=slug, qslug=qslug, event_id=event_id)
    offer_undo("Your comment is deleted.", url)
    return _to_history(slug, qslug)


@blueprint.post("/bank/<slug>/questions/<qslug>/comments/<int:event_id>/restore")
@staff_only
def restore_comment(slug: str, qslug: str, event_id: int) -> Response:
    row = service.question_by_slug(service.bank_for(current_user, slug), qslug)
    reviewing.restore_comment(reviewing.comment_for(current_user, row, event_id))
    return _to_history(slug, qslug)


@blueprint.post("/bank/<slug>/questions/<qslug>/key-check")
@staff_only
def check_key(slug: str, qslug: str) -> Response:
    row = service.question_by_slug(service.bank_for(current_user, slug), qslug)
    here = url_for("banks.check_key", slug=slug, qslug=qslug)
    act, number = request.form.get("act"), request.form.get("revision", "")
    if act not in ("tick", "untick"):
        abort(400)
    if act == "untick":
        if reviewing.untick_key(row, actor=current_user, now=clock.now()):
            offer_undo("Your tick is taken away.", here, act="tick", revision=str(row.current.number))
    elif why := reviewing.why_no_tick(row, current_user, number):
        flash(why, "error")
    elif reviewing.tick_key(row, actor=current_user, now=clock.now()):
        offer_undo("You ticked that the key is supported.", here, act="untick")
    return redirect(url_for("banks.question", slug=slug, qslug=qslug, _anchor="key"), 303)


def _to_history(slug: str, qslug: str) -> Response:
    return redirect(url_for("banks.question", slug=slug, qslug=qslug, _anchor="history"), 303)
