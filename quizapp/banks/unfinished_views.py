"""Keeping what is typed into the editor while it is typed, discarding it, and taking it back."""

from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as Redirect

from quizapp.banks import service, unfinished
from quizapp.banks.blueprint import blueprint
from quizapp.banks.models import Bank, Question
from quizapp.banks.unfinished_models import QuestionDraft
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import clock_time
from quizapp.web.notices import offer_undo

Answer = Response | tuple[Response, int]
TOO_LARGE = (
    "This draft is too large to be kept. Shorten it, or publish it in parts; until then leave the page open."
)


@blueprint.put("/bank/<slug>/questions/<qslug>/draft")
@staff_only
def keep_draft(slug: str, qslug: str) -> Answer:
    bank = service.bank_for_editing(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    return _keep(bank, row.current.type, row)


@blueprint.put("/bank/<slug>/questions/new/<type>/draft")
@staff_only
def keep_new_draft(slug: str, type: str) -> Answer:  # noqa: A002  the address names it so
    bank = service.bank_for_editing(current_user, slug)
    if type not in QUESTION_TYPES:
        raise NotFound
    return _keep(bank, type, None)


@blueprint.post("/unfinished/<int:unfinished_id>/discard")
@staff_only
def discard_draft(unfinished_id: int) -> Redirect:
    draft = _own(unfinished_id)
    unfinished.discard(draft, now=clock.now())
    back = url_for("banks.restore_draft", unfinished_id=draft.id)
    offer_undo("Your unpublished changes are discarded.", back)
    return redirect(_editor(draft), 303)


@blueprint.post("/unfinished/<int:unfinished_id>/restore")
@staff_only
def restore_draft(unfinished_id: int) -> Redirect:
    draft = _own(unfinished_id)
    unfinished.restore(draft)
    return redirect(_editor(draft), 303)


def _keep(bank: Bank, qtype: str, row: Question | None) -> Answer:
    """Keep the form; what is answered here reaches the browser only after the commit."""
    fields = _fields()
    if sum(len(name) + len(value) for name, value in fields) > unfinished.LARGEST:
        return jsonify(message=TOO_LARGE), 413
    draft = unfinished.keep(current_user, bank, qtype, row, fields=fields, now=clock.now())
    return jsonify(saved_at=clock_time(draft.saved_at))


def _fields() -> list[tuple[str, str]]:
    """Return the names and values that were sent, or fail the request."""
    body: Any = request.get_json()
    pairs = body.get("fields") if isinstance(body, dict) else None
    if not isinstance(pairs, list):
        raise BadRequest
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
            raise BadRequest
    return [(name, value) for name, value in pairs]


def _own(unfinished_id: int) -> QuestionDraft:
    draft = unfinished.draft_for(current_user, unfinished_id)
    service.bank_for_editing(current_user, draft.bank.slug)
    return draft


def _editor(draft: QuestionDraft) -> str:
    slug = draft.bank.slug
    if draft.question is not None:
        return url_for("banks.edit_question", slug=slug, qslug=draft.question.slug)
    return url_for("banks.new_question", slug=slug, type=draft.type)
