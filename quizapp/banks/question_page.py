"""The page of one question: what it asks, its key beside what it cites, and all that was done about it."""

from flask import render_template
from flask_login import current_user

from quizapp.banks import flagging, rechecking, reviewing, service
from quizapp.banks.content_form import words_of
from quizapp.banks.figures import figures_of_revision
from quizapp.banks.forms import CommentForm
from quizapp.banks.linting import findings_of
from quizapp.banks.models import Bank, Question, QuestionRevision
from quizapp.banks.outline import outline
from quizapp.core.bank.lint import open_findings
from quizapp.core.bank.model import Status
from quizapp.core.statistics.items import FEW


def question_page(
    bank: Bank, row: Question, shown: QuestionRevision, comment: CommentForm | None = None
) -> str:
    """Render the page at one of the revisions; `comment` is a form that came back with errors."""
    stated, findings = service.checked(shown)
    if stated is None:
        raise ValueError(f"revision {shown.id} does not validate: {findings}")
    found = findings_of(row, shown)
    ticks = service.ticks_of(row)
    forbids = service.why_not_approved(stated, findings)
    if not forbids and row.status != Status.APPROVED and service.lacks_second_check(row):
        forbids = service.SECOND_CHECK_MISSING
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
        forbids=forbids,
        objectives={item["id"]: item["text"] for item in bank.meta.get("objectives", [])},
        newest=row.current.number,
        history=reviewing.history(row),
        changes=[(words_of(change.field), change.marked) for change in reviewing.changes_in(row, shown)],
        changed=rechecking.changed_under(row) if shown.id == row.current_id else [],
        flag=flagging.flag_on(row) if shown.id == row.current_id else None,
        figures=figures_of_revision(current_user, shown),
        few=FEW,
        looks=flagging.looks_at(row) if shown.id == row.current_id else [],
        ticks=ticks,
        own_tick=any(tick.actor_id == current_user.id for tick in ticks),
        own_work=reviewing.wrote_key(row, current_user),
        following=reviewing.next_in_review(bank, row, current_user) if row.status == Status.REVIEW else None,
        comment=comment or CommentForm(formdata=None),
    )
