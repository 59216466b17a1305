"""The pages an admin writes questions on."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.accounts.school import second_check_wanted
from quizapp.banks import service, unfinished
from quizapp.banks.bases import base_in, first_fields
from quizapp.banks.blueprint import blueprint
from quizapp.banks.editing import Editor
from quizapp.banks.models import Bank, Question
from quizapp.banks.unfinished_models import QuestionDraft
from quizapp.core.bank.model import Status
from quizapp.core.findings import has_errors
from quizapp.core.qtypes.base import QuestionType
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.web import clock
from quizapp.web.access import staff_only

Answer = str | Response | tuple[str, int]

SAVED = {
    Status.DRAFT: "Saved as a draft.",
    Status.REVIEW: "Saved and sent to review: a second person checks the key before it is approved.",
    Status.APPROVED: "Saved and approved.",
}
NOW_IT_IS = {
    Status.DRAFT: "a draft: new quizzes leave it out until it is approved",
    Status.REVIEW: "in review: a second person checks the key before it is approved",
    Status.APPROVED: "approved",
}


@blueprint.get("/bank/<slug>/questions/new")
@staff_only
def choose_type(slug: str) -> str:
    bank = service.bank_for_editing(current_user, slug)
    base = base_in(bank, request.args)
    return render_template("banks/choose_type.html", bank=bank, base=base, about=base.about if base else {})


@blueprint.route("/bank/<slug>/questions/new/<type>", methods=["GET", "POST"])
@staff_only
def new_question(slug: str, type: str) -> Answer:  # noqa: A002  the address names it so
    return _edit(service.bank_for_editing(current_user, slug), _type_named(type), None)


@blueprint.route("/bank/<slug>/questions/<qslug>/edit", methods=["GET", "POST"])
@staff_only
def edit_question(slug: str, qslug: str) -> Answer:
    bank = service.bank_for_editing(current_user, slug)
    row = service.question_by_slug(bank, qslug)
    return _edit(bank, _type_named(row.current.type), row)


@blueprint.post("/bank/<slug>/preview")
@staff_only
def preview(slug: str) -> str:
    """Show what the form in hand asks, as a student would see it; nothing is kept."""
    bank, name = service.bank_for_editing(current_user, slug), request.form.get("type", "")
    if name not in QUESTION_TYPES:
        abort(400)
    editor = Editor(bank, QUESTION_TYPES[name], formdata=request.form)
    return render_template("banks/_written.html", **_preview(editor))


def _edit(bank: Bank, qtype: QuestionType[Any, Any], row: Question | None) -> Answer:
    if request.method == "GET":
        draft = unfinished.draft_of(current_user, bank, qtype.name, row)
        if draft is not None:
            return _page(Editor(bank, qtype, row, unfinished.form_of(draft)), draft=draft)
        first = {} if row else first_fields(bank, base_in(bank, request.args), qtype.name)
        return _page(Editor(bank, qtype, row, cites=[] if row else request.args.getlist("cite"), first=first))
    editor = Editor(bank, qtype, row, request.form)
    if editor.change_rows(request.form) or request.form.get("act") not in ("save", "approve"):
        return _page(editor)
    status = Status.APPROVED if request.form["act"] == "approve" else Status.DRAFT
    question, _ = editor.read(status)
    if question is None:
        return _page(editor), 422
    if editor.stale:
        return _page(editor, overtaken=True), 409
    unfinished.end(current_user, bank, qtype.name, row)
    if row is None:
        row = service.create_question(bank, question, author=current_user, now=clock.now())
        flash(SAVED[_settle(row, status)], "done")
    else:
        flash(_save(row, question, status), "done")
    if after := request.args.get("drafts", type=int):  # it came of a draft, and others wait
        return redirect(url_for("banks.drafts", slug=bank.slug, after=after), 303)
    return redirect(url_for("banks.question", slug=bank.slug, qslug=row.slug), 303)


def _save(row: Question, question: Any, status: Status) -> str:
    """Save an edit and say what that did."""
    before = row.current.number
    changed = service.save_question(row, question, author=current_user, now=clock.now())
    if not changed and status is Status.DRAFT:
        return "Nothing had changed, so nothing was saved."
    was = row.status
    now = NOW_IT_IS[_settle(row, status)]
    if not changed:
        return f"Nothing in it had changed. It is now {now}." if row.status != was else "Nothing had changed."
    return (
        f"Saved as revision {row.current.number}; it is {now}. "
        f"Revision {before} stays with the attempts that used it."
    )


def _settle(row: Question, status: Status) -> Status:
    """Move a saved question where the author wants it, or to review first; return where it is."""
    if status is Status.APPROVED:
        return service.approve_or_send(row, actor=current_user, now=clock.now())
    service.set_status(row, status, actor=current_user, now=clock.now())
    return status


def _page(editor: Editor, overtaken: bool = False, draft: QuestionDraft | None = None) -> str:
    passed = draft is not None and editor.stale
    if (overtaken or passed) and editor.row is not None:
        # Saved once more, it is meant: from here on the form builds on what the other saved.
        editor.form.revision.data = str(editor.row.current.number)
    return render_template(
        "banks/editor.html",
        bank=editor.bank,
        qtype=editor.qtype,
        row=editor.row,
        editor=editor,
        form=editor.form,
        overtaken=overtaken,
        second_check=second_check_wanted(),
        draft=draft,
        passed=passed,
        base=base_in(editor.bank, request.args) if editor.row is None else None,
        **{name: value for name, value in _preview(editor).items() if name != "qtype"},
    )


def _preview(editor: Editor) -> dict[str, Any]:
    content, missing = editor.content()
    findings = editor.qtype.problems(content) if content else []
    return {
        "qtype": editor.qtype,
        "prompt": editor.qtype.prompt(content) if content else None,
        "missing": [(editor.label_at(finding.place), finding.message) for finding in missing],
        "findings": findings + (editor.lint(content) if content else []),
        "ready": content is not None and not has_errors(findings),
    }


def _type_named(name: str) -> QuestionType[Any, Any]:
    if name not in QUESTION_TYPES:
        abort(404)
    return QUESTION_TYPES[name]
