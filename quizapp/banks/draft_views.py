"""The page on which drafts are judged one at a time, with the sentence and the passage beside each."""

import secrets
from random import Random

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.accounts.school import second_check_wanted
from quizapp.banks import proposing, service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.outline import outline
from quizapp.core.bank.model import Status
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo


@blueprint.get("/bank/<slug>/drafts")
@staff_only
def drafts(slug: str) -> str:
    bank = service.bank_for_editing(current_user, slug)
    desk = proposing.desk(bank)
    row = desk.waiting[0] if desk.waiting else None
    question = proposing.question_in(row) if row else None
    return render_template(
        "banks/drafts.html",
        bank=bank,
        desk=desk,
        row=row,
        question=question,
        prompt=question.qtype.prompt(question.content) if question else None,
        outline=outline(question.content) if question else [],
        readings=service.readings_of(bank),
        second_check=second_check_wanted(),
    )


@blueprint.post("/bank/<slug>/drafts")
@staff_only
def propose_drafts(slug: str) -> Response:
    bank = service.bank_for_editing(current_user, slug)
    # Chance for variety; nothing is kept secret by it.
    made = proposing.propose_questions(bank, rng=Random(secrets.randbits(64)))  # noqa: S311
    if made:
        flash(f"{plural(made, 'draft')} made. No student sees one before you approve it.", "done")
    else:
        flash("The rules find nothing more to ask in these passages.", "info")
    return redirect(url_for("banks.drafts", slug=bank.slug), 303)


@blueprint.post("/bank/<slug>/drafts/<int:draft_id>")
@staff_only
def decide_draft(slug: str, draft_id: int) -> Response:
    bank = service.bank_for_editing(current_user, slug)
    row = proposing.proposal_in(bank, draft_id)
    act, here = request.form.get("act"), url_for("banks.drafts", slug=bank.slug)
    who = {"actor": current_user, "now": clock.now()}
    if act == "undo":
        proposing.put_back(row, **who)
        return redirect(here, 303)
    if row.state != "waiting":  # a second press of the same key
        return redirect(here, 303)
    if act == "edit":
        made = proposing.to_edit(bank, row, **who)
        return redirect(url_for("banks.edit_question", slug=bank.slug, qslug=made.slug), 303)
    if act == "approve":
        in_review = proposing.approve(bank, row, **who) is Status.REVIEW
        said = "sent to review" if in_review else "approved"
    elif act == "discard":
        proposing.discard(row)
        said = "discarded"
    else:
        abort(400)
    title = row.record["title"]
    url = url_for("banks.decide_draft", slug=bank.slug, draft_id=row.id)
    offer_undo(f"“{title}” is {said}.", url, act="undo")
    return redirect(here, 303)
