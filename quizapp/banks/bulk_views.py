"""What is done to many questions of a bank at once, and its way back."""

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import bulk as service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.editing import slug_of
from quizapp.banks.filters import wanted_in
from quizapp.banks.models import BulkAct, Question
from quizapp.banks.question_list import list_page, list_url, query_string
from quizapp.banks.search import find_questions
from quizapp.banks.service import bank_for_editing
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo
from quizapp.web.pagination import page_number

SAID = {
    "approve": "approved",
    "review": "sent to review",
    "retire": "retired",
    "draft": "made drafts again",
    "tag": "tagged “{tag}”",
    "untag": "no longer tagged “{tag}”",
}


def said(kept: BulkAct) -> str:
    """Say what an act did: "12 questions approved"."""
    return f"{plural(len(kept.done), 'question')} {SAID[kept.act].format(tag=kept.tag)}"


@blueprint.post("/bank/<slug>/bulk")
@staff_only
def bulk(slug: str) -> Response | tuple[str, int]:
    bank = bank_for_editing(current_user, slug)
    form = request.form
    act, which, tag = form.get("act", ""), form.get("which", "ticked"), slug_of(form.get("tag", ""))
    found = find_questions(bank, wanted_in(request.args), current_user).rows
    wrong = {}
    rows: list[Question] = []
    if which == "all" and form.get("matching") != str(len(found)):
        wrong["which"] = f"{plural(len(found), 'question')} fit now: the list has changed. Look again."
    elif which == "all":
        rows = found
    else:
        names = set(form.getlist("listed" if which == "page" else "question"))
        rows = [row for row in bank.questions if row.slug in names]
        if not rows:
            wrong["which"] = "Tick the questions first."
    if act not in (*service.MOVES, *service.TAGS):
        wrong["act"] = "Choose what to do with them."
    if act in service.TAGS and not tag:
        wrong["tag"] = "Write the tag, such as key-fact."
    if wrong:
        ticked = set(form.getlist("question"))
        return list_page(bank, ticked=ticked, which=which, act=act, tag=form.get("tag", ""), wrong=wrong), 422
    kept = service.act_on(
        bank, rows, act, tag if act in service.TAGS else "", actor=current_user, now=clock.now()
    )
    if kept.done:
        undo_url = url_for(".undo_bulk", slug=slug, act_id=kept.id) + query_string(page=page_number())
        offer_undo(f"{said(kept)}.", undo_url)
    return redirect(list_url(bank, page=page_number(), did=kept.id if kept.refused else ""), 303)


@blueprint.post("/bank/<slug>/bulk/<int:act_id>/undo")
@staff_only
def undo_bulk(slug: str, act_id: int) -> Response:
    bank = bank_for_editing(current_user, slug)
    kept = service.act_for(current_user, bank, act_id)
    if kept.undone_at:
        flash("That is undone already.", "info")
    else:
        back, left = service.undo(kept, actor=current_user, now=clock.now())
        flash(f"Undone: {plural(back, 'question')} as before.", "done")
        if left:
            names = ", ".join(f"“{row.current.title}”" for row in left[:5])
            more = f" and {len(left) - 5} more" if len(left) > 5 else ""
            flash(f"Changed since by somebody, and left alone: {names}{more}.", "warning")
    return redirect(list_url(bank, page=page_number()), 303)
