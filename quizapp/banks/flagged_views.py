"""The questions with poor figures: the evidence, and the act of having looked."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import flagging, service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.models import Bank
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.notices import offer_undo

NO_REASON = "Say in a few words what you found, so that the next person need not look again."
TOO_LONG = f"Use {flagging.LONGEST_REASON} characters or fewer."


@blueprint.get("/bank/<slug>/flagged")
@staff_only
def flagged(slug: str) -> str:
    """List the questions of a bank that are not drawn at random until somebody has looked."""
    return _page(service.bank_for(current_user, slug))


@blueprint.post("/bank/<slug>/flagged")
@staff_only
def look_at_flagged(slug: str) -> Response | tuple[str, int]:
    """Take down a flag with a reason, or put it up again."""
    bank = service.bank_for_editing(current_user, slug)
    row = service.question_by_slug(bank, request.form.get("question", ""))
    here = redirect(url_for("banks.flagged", slug=slug), 303)
    now = clock.now()
    if request.form.get("act") == "undo":
        if not flagging.take_back_look(row, actor=current_user, now=now):
            flash("It was flagged anew since, so there is nothing to undo.", "error")
        return here
    reason = " ".join(request.form.get("reason", "").split())
    if not reason or len(reason) > flagging.LONGEST_REASON:
        wrong = {row.slug: (reason, TOO_LONG if reason else NO_REASON)}
        return _page(bank, wrong), 422
    if flagging.look(row, reason, actor=current_user, now=now):
        offer_undo(
            f"“{row.current.title}” may be drawn again.",
            url_for("banks.look_at_flagged", slug=slug),
            question=row.slug,
            act="undo",
        )
    else:
        flash("Somebody has looked at it already.", "info")
    return here


def _page(bank: Bank, wrong: dict[str, tuple[str, str]] | None = None) -> str:
    rows = flagging.flagged_in(bank)
    keys = {one.question.id: service.content_of(one.question.current) for one in rows}
    return render_template(
        "banks/flagged.html",
        bank=bank,
        rows=rows,
        keys={number: asked.qtype.say_key(asked.content) for number, asked in keys.items()},
        wrong=wrong or {},
        longest=flagging.LONGEST_REASON,
    )
