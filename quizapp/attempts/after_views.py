"""What follows handing in, beside the review: the receipt, and practice without credit."""

import secrets

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from quizapp.attempts import practising, service, wording
from quizapp.attempts.cited import leaves_of
from quizapp.attempts.grading import result_of
from quizapp.attempts.receipts import receipt_of
from quizapp.attempts.reviewing import to_look_at
from quizapp.attempts.views import Answered, blueprint, sitting_now, to_review
from quizapp.core.qtypes.base import FormatError
from quizapp.web import clock
from quizapp.web.access import students_only
from quizapp.web.fields import raw_of
from quizapp.web.transaction import reads_only


@blueprint.get("/attempts/<int:attempt_id>/receipt")
@students_only
def receipt(attempt_id: int) -> Answered:
    """Show what proves that an attempt was handed in, to print or copy."""
    sitting = sitting_now(attempt_id, clock.now())
    if sitting.state.is_open:
        return redirect(url_for("attempts.page", attempt_id=attempt_id), 303)
    return render_template("attempts/receipt.html", sitting=sitting, held=receipt_of(sitting))


def _figure(name: str, most: int) -> int | None:
    """Return a number of the address from 1 to `most`, or None for anything else."""
    text = request.args.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 1 <= number <= most else None


@blueprint.route("/attempts/<int:attempt_id>/practise", methods=["GET", "POST"])
@reads_only
@students_only
def practise(attempt_id: int) -> Answered:
    """Ask the same questions again in a new order; on POST judge the answer to one, and store nothing."""
    now = clock.now()
    sitting = sitting_now(attempt_id, now)
    if sitting.state.is_open:
        return redirect(url_for("attempts.page", attempt_id=attempt_id), 303)
    show = sitting.policy.shown(now)
    if not show.answers:
        return to_review(attempt_id)
    asked, result, _ = result_of(sitting, with_marks=sitting.marks_shown)
    again = to_look_at(asked, result) if show.correctness else []
    of = "again" if request.args.get("of") == "again" and again else None
    order = _figure("order", practising.ORDERS)
    if order is None:
        order = 1 + secrets.randbelow(practising.ORDERS)
        return redirect(url_for("attempts.practise", attempt_id=attempt_id, of=of, order=order), 303)
    chosen = practising.in_order(asked, again if of else range(1, len(asked) + 1), order)
    number = _figure("q", len(chosen)) or 1
    one = chosen[number - 1]
    drawn, status = practising.to_practise(sitting, one, order), 200
    if request.method == "POST":
        raw = raw_of(request.form, drawn.field)
        response = service.read_answer(one.question, raw)
        if isinstance(response, str):
            drawn = practising.practised(sitting, one, order, response, show)
        else:
            error = response.message if isinstance(response, FormatError) else "Give an answer first."
            drawn, status = practising.to_practise(sitting, one, order, raw, error), 422

    def link(at: int) -> str:
        return url_for("attempts.practise", attempt_id=attempt_id, of=of, order=order, q=at)

    page = render_template(
        "attempts/practise.html",
        sitting=sitting,
        one=drawn,
        number=number,
        total=len(chosen),
        link=link,
        anew=url_for("attempts.practise", attempt_id=attempt_id, of=of),
        person=current_user.name,
        unjudged=wording.unjudged(sitting.policy, now),
        leaves=leaves_of(sitting.revision(one.slot)) if drawn.grade and drawn.show.passage else [],
    )
    return page, status
