"""The page on which drafts are judged one at a time, with the sentence and the passage beside each."""

import secrets
from random import Random

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.accounts.school import second_check_wanted
from quizapp.banks import proposing, service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.models import Bank, Flashcard, Question
from quizapp.banks.unfinished_models import ProposedQuestion
from quizapp.core.bank.model import Status
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo

SAID = {
    Status.APPROVED: "is approved",
    Status.REVIEW: "is sent to review: a second person looks at it",
    Status.DRAFT: "is kept as a draft of the bank",
    Status.RETIRED: "is retired",
}


@blueprint.get("/bank/<slug>/drafts")
@staff_only
def drafts(slug: str) -> str:
    bank = service.bank_for_editing(current_user, slug)
    desk = proposing.desk(bank)
    row = desk.shown(request.args.get("draft", type=int), request.args.get("after", type=int))
    question = proposing.question_in(row) if row and row.kind == "question" else None
    return render_template(
        "banks/drafts.html",
        bank=bank,
        desk=desk,
        row=row,
        card=proposing.card_in(row) if row and row.kind == "card" else None,
        question=question,
        prompt=question.qtype.prompt(question.content) if question else None,
        cues=desk.cues(row) if row else [],
        stale=row is not None and proposing.is_stale(row),
        readings=service.readings_of(bank),
        second_check=second_check_wanted(),
        more=row is None and proposing.more_to_draft(bank),
    )


@blueprint.post("/bank/<slug>/drafts")
@staff_only
def propose_drafts(slug: str) -> Response:
    bank = service.bank_for_editing(current_user, slug)
    # Chance for variety; nothing is kept secret by it.
    made = proposing.propose(bank, rng=Random(secrets.randbits(64)))  # noqa: S311
    if made.passages:
        parts = [
            plural(n, what) for n, what in ((made.questions, "question"), (made.cards, "flashcard")) if n
        ]
        verb = "is" if made.left == 1 else "are"
        left = f" {plural(made.left, 'passage')} {verb} left for when these are judged." if made.left else ""
        about = plural(made.passages, "passage")
        said = (
            f"{' and '.join(parts)} drafted about {about}. No student sees one before you approve it.{left}"
        )
        flash(said, "done")
    else:
        flash("The rules find nothing more to ask in these passages.", "info")
    return redirect(url_for("banks.drafts", slug=bank.slug), 303)


@blueprint.post("/bank/<slug>/drafts/<int:draft_id>")
@staff_only
def decide_draft(slug: str, draft_id: int) -> Response:
    bank = service.bank_for_editing(current_user, slug)
    row = proposing.proposal_in(bank, draft_id)
    act, here = request.form.get("act"), url_for("banks.drafts", slug=bank.slug, after=row.id)
    who = {"actor": current_user, "now": clock.now()}
    if act == "undo":
        proposing.put_back(row, **who)
        return redirect(url_for("banks.drafts", slug=bank.slug, draft=row.id), 303)
    if row.state != "waiting":  # a second press of the same key
        return redirect(here, 303)
    if act == "edit":
        return redirect(_editor(bank, proposing.to_edit(bank, row, **who), row), 303)
    if act == "approve" and proposing.is_stale(row):
        flash("The reading no longer says this, so it was not approved. Edit it or discard it.", "error")
        return redirect(url_for("banks.drafts", slug=bank.slug, draft=row.id), 303)
    if act == "approve":
        said = SAID[proposing.approve(bank, row, **who)]
    elif act == "discard":
        proposing.discard(row)
        said = "is discarded"
    else:
        abort(400)
    url = url_for("banks.decide_draft", slug=bank.slug, draft_id=row.id)
    offer_undo(f"“{proposing.title_of(row)}” {said}.", url, act="undo")
    return redirect(here, 303)


def _editor(bank: Bank, made: Question | Flashcard, row: ProposedQuestion) -> str:
    """Return where to edit what was made of a draft; from there the way leads back to the drafts."""
    if isinstance(made, Question):
        return url_for("banks.edit_question", slug=bank.slug, qslug=made.slug, drafts=row.id)
    return url_for("banks.edit_card", slug=bank.slug, cslug=made.slug, drafts=row.id)
