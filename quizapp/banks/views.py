"""The pages of banks that staff look at: banks, questions, revisions; and a question's state."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import (  # noqa: F401  they add their pages
    bulk_views,
    card_file_views,
    card_views,
    draft_views,
    editor_views,
    flagged_views,
    flagging,
    import_views,
    mending_views,
    proposing,
    reading_views,
    recheck_views,
    review_views,
    reviewing,
    service,
    unfinished_views,
)
from quizapp.banks.blueprint import blueprint
from quizapp.banks.counts import count_questions
from quizapp.banks.forms import (
    CLAIM_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
    StatusForm,
)
from quizapp.banks.question_list import list_page, pieces, prompt_line
from quizapp.banks.question_page import question_page
from quizapp.banks.sharing import may_edit
from quizapp.banks.unfinished import unfinished_drafts
from quizapp.core.bank.model import Status
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.notices import offer_undo

SAID = {
    Status.DRAFT: "is a draft again",
    Status.REVIEW: "is sent to review",
    Status.APPROVED: "is approved",
    Status.RETIRED: "is retired",
}


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the templates of banks their words."""
    return {
        "status_words": STATUS_WORDS,
        "status_tones": STATUS_TONES,
        "claim_words": CLAIM_WORDS,
        "qtypes": QUESTION_TYPES,
        "pieces": pieces,
        "prompt_line": prompt_line,
        "unfinished_in": lambda bank: unfinished_drafts(current_user, bank),
        "may_edit": lambda bank: may_edit(current_user, bank),
        "flagged_in": flagging.flagged_in,
        "drafts_waiting": proposing.count_waiting,
    }


blueprint.add_app_template_filter(service.passage_name, "passage_name")


@blueprint.get("/bank")
@staff_only
def index() -> str | Response:
    banks = service.banks_for(current_user)
    if len(banks) == 1:
        return redirect(url_for("banks.show", slug=banks[0].slug))
    return render_template("banks/index.html", banks=banks, counts=count_questions(banks))


@blueprint.get("/bank/<slug>")
@staff_only
def show(slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    return list_page(bank)


@blueprint.get("/bank/<slug>/questions/<qslug>")
@staff_only
def question(slug: str, qslug: str) -> str:
    bank = service.bank_for(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    return question_page(bank, row, row.current)


@blueprint.get("/bank/<slug>/questions/<qslug>/revisions/<int:number>")
@staff_only
def revision(slug: str, qslug: str, number: int) -> str:
    bank = service.bank_for(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    return question_page(bank, row, service.revision_by_number(row, number))


@blueprint.post("/bank/<slug>/questions/<qslug>/status")
@staff_only
def set_status(slug: str, qslug: str) -> Response:
    bank = service.bank_for_editing(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    form = StatusForm()
    here = redirect(url_for("banks.question", slug=slug, qslug=qslug), 303)
    if not form.validate():
        flash("That is not a state a question can be in. Use the buttons on its page.", "error")
        return here
    if form.undo.data is not None:
        if not service.take_back_move(row, form.undo.data, actor=current_user, now=clock.now()):
            flash("It was changed since, so that can no longer be undone. Use the buttons here.", "error")
        return here
    status, before = Status(form.status.data), Status(row.status)
    if status is before:
        return here
    if why := service.why_not_moved(row, status):
        flash(why, "error")
        return here
    service.set_status(row, status, actor=current_user, now=clock.now())
    moved = service.last_move(row)
    offer_undo(
        f"“{row.current.title}” {SAID[status]}.",
        url_for("banks.set_status", slug=slug, qslug=qslug),
        status=before.value,
        undo=str(moved.id if moved else ""),
    )
    following = reviewing.next_in_review(bank, row, current_user) if before is Status.REVIEW else None
    if following is None:
        return here
    return redirect(url_for("banks.question", slug=slug, qslug=following.slug), 303)
