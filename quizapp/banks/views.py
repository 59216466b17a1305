"""The pages of banks that staff look at: banks, questions, revisions; and a question's state."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import (  # noqa: F401  they add their pages
    card_views,
    draft_views,
    editor_views,
    import_views,
    reading_views,
    service,
    unfinished_views,
)
from quizapp.banks.blueprint import blueprint
from quizapp.banks.forms import (
    CLAIM_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
    StatusForm,
    filter_form,
)
from quizapp.banks.linting import findings_of, open_findings_of
from quizapp.banks.models import Bank, Question, QuestionRevision
from quizapp.banks.outline import outline
from quizapp.banks.search import ORDERS, Wanted, find_questions
from quizapp.banks.sharing import may_edit
from quizapp.banks.unfinished import unfinished_drafts
from quizapp.core.bank.lint import open_findings
from quizapp.core.bank.model import Status
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.pagination import page_links, paginate

SIZE = 25
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
        "unfinished_in": lambda bank: unfinished_drafts(current_user, bank),
        "may_edit": lambda bank: may_edit(current_user, bank),
    }


blueprint.add_app_template_filter(service.passage_name, "passage_name")


@blueprint.get("/bank")
@staff_only
def index() -> str | Response:
    banks = service.banks_for(current_user)
    if len(banks) == 1:
        return redirect(url_for("banks.show", slug=banks[0].slug))
    counts = {bank.id: len(find_questions(bank, Wanted())) for bank in banks}
    return render_template("banks/index.html", banks=banks, counts=counts)


@blueprint.get("/bank/<slug>")
@staff_only
def show(slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    passages = service.passages_of(bank)
    form = filter_form(request.args, bank, passages)
    wanted = Wanted(
        words=form.q.data or "",
        sort=request.args.get("sort", ""),
        **{name: form[name].data or "" for name in FILTERS},
    )
    page = paginate(find_questions(bank, wanted), SIZE)
    asked = service.approved_by_passage(bank)
    return render_template(
        "banks/show.html",
        bank=bank,
        form=form,
        wanted=wanted,
        page=page,
        pages=page_links(page),
        heads=sort_links(wanted.sort),
        total=len(bank.questions),
        readings=service.readings_of(bank),
        passages=passages,
        asked=asked,
        found={row.id: open_findings_of(row) for row in page.rows},
        unasked=[passage for passage in passages if not asked[passage.id]],
        chosen=next((p for p in passages if service.passage_name(p) == wanted.passage), None),
        several=len(service.banks_for(current_user)) > 1,
    )


FILTERS = ("passage", "status", "type", "level", "difficulty", "claim", "objective", "lint")
KEPT = ("q", "sort", *FILTERS)


@blueprint.get("/bank/<slug>/questions/<qslug>")
@staff_only
def question(slug: str, qslug: str) -> str:
    bank = service.bank_for(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    return _question_page(bank, row, row.current)


@blueprint.get("/bank/<slug>/questions/<qslug>/revisions/<int:number>")
@staff_only
def revision(slug: str, qslug: str, number: int) -> str:
    bank = service.bank_for(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    return _question_page(bank, row, service.revision_by_number(row, number))


def _question_page(bank: Bank, row: Question, shown: QuestionRevision) -> str:
    stated, findings = service.checked(shown)
    if stated is None:
        raise ValueError(f"revision {shown.id} does not validate: {findings}")
    found = findings_of(row, shown)
    return render_template(
        "banks/question.html",
        bank=bank,
        row=row,
        shown=shown,
        question=stated,
        prompt=stated.qtype.prompt(stated.content),
        outline=outline(stated.content),
        findings=open_findings(found),
        waived=[finding for finding in found if finding.waived],
        forbids=service.why_not_approved(stated, findings),
        objectives={item["id"]: item["text"] for item in bank.meta.get("objectives", [])},
        history=service.history_of(row),
    )


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
    status, before = Status(form.status.data), row.status
    if status is Status.APPROVED and (why := service.why_not_approved(*service.checked(row.current))):
        flash(why, "error")
        return here
    if service.set_status(row, status, actor=current_user, now=clock.now()):
        undo: Any = {
            "text": f"“{row.current.title}” {SAID[status]}.",
            "url": url_for("banks.set_status", slug=slug, qslug=qslug),
            "fields": {"status": before},
        }
        flash(undo, "undo")
    return here


def sort_links(sort: str) -> dict[str, tuple[str, str]]:
    """Return for each order its link, and how it is sorted now: "ascending", "descending" or ""."""
    heads = {}
    for name in ORDERS:
        now = {name: "ascending", f"-{name}": "descending"}.get(sort or "reading", "")
        heads[name] = (_here(sort=f"-{name}" if now == "ascending" else name), now)
    return heads


def _here(**changes: str) -> str:
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name in KEPT and value}
    return url_for("banks.show", slug=(request.view_args or {})["slug"], **{**args, **changes})
