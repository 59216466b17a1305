"""The pages on which a question is graded again: what can be done, what it would change, doing it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from quizapp.attempts import marking, regrading
from quizapp.attempts.handing_in import settle_due
from quizapp.attempts.regrading import Preview, Proposal, RegradeRefusedError
from quizapp.core.attempts.scoring import Asked
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import assignment_for_managing
from quizapp.reports import wording
from quizapp.reports.blueprint import blueprint
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural

LONGEST_REASON = 500
Answered = str | Response | tuple[str, int]


@blueprint.route("/assignments/<int:assignment_id>/regrade/<int:slot>", methods=["GET", "POST"])
@staff_only
def regrade(assignment_id: int, slot: int) -> Answered:
    """Show how a question may be graded again, then what that changes for everyone; on POST do it."""
    assignment = assignment_for_managing(current_user, assignment_id)
    if request.method != "POST":
        settle_due(clock.now())
    asked = marking.asked_in(assignment)
    if slot not in asked:
        raise NotFound
    one, number = asked[slot], list(asked).index(slot) + 1
    wanted = request.form if request.method == "POST" else request.args
    if not wanted.get("do"):
        return _choose(assignment, one, number)
    try:
        proposal = regrading.propose(
            assignment,
            one,
            wanted["do"],
            revision_id=_id(wanted, "revision"),
            answer=wanted.get("answer", ""),
            undoes=_id(wanted, "entry"),
        )
        reason = " ".join(wanted.get("reason", "").split())
        if len(reason) > LONGEST_REASON:
            raise RegradeRefusedError(f"Shorten the reason to {LONGEST_REASON} characters.")
    except RegradeRefusedError as refused:
        return _choose(assignment, one, number, str(refused)), 422
    never_lower = wanted.get("never_lower") == "1"
    if request.method != "POST":
        return _preview(assignment, proposal, number, never_lower)
    done = regrading.apply(
        assignment, proposal, never_lower=never_lower, reason=reason, actor=current_user, now=clock.now()
    )
    flash(f"Question {number} is regraded. {summary(done)}", "done")
    return redirect(url_for(".questions", assignment_id=assignment.id) + f"#q-{number}", 303)


def _id(wanted: Mapping[str, str], name: str) -> int:
    text = wanted.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def summary(preview: Preview) -> str:
    """Say in one sentence what a regrade does to the scores."""
    if not preview.lines:
        return "Nobody has handed in yet; whoever does is graded this way."
    up, down, same = (preview.count(direction) for direction in (1, -1, 0))
    rest = "stays" if same == 1 else "stay"
    if any(line.difference.maximum != line.difference.new_maximum for line in preview.lines):
        rest += ", by the share of the points that count"
    return f"{plural(up, 'score goes', 'scores go')} up, {down} down, {same} {rest}."


def _choose(assignment: Assignment, asked: Asked, number: int, problem: str = "") -> str:
    def link(do: str, **more: object) -> str:
        here = url_for(".regrade", assignment_id=assignment.id, slot=asked.slot)
        return f"{here}?{urlencode({'do': do, 'never_lower': 1, **more})}"

    pinned = next(one.revision for one in assignment.slots if one.slot == asked.slot)
    return render_template(
        "reports/regrade.html",
        assignment=assignment,
        asked=asked,
        number=number,
        problem=problem,
        versions=[] if asked.judge.qtype.by_hand else regrading.versions_of(assignment, asked),
        answers=regrading.given_answers(assignment, asked),
        log=regrading.log_of(assignment, asked.slot),
        may_drop=sum(one.treatment != "dropped" for one in assignment.slots) > 1,
        pinned=pinned.id,
        question=pinned.question,
        link=link,
        wording=wording,
    )


def _preview(assignment: Assignment, proposal: Proposal, number: int, never_lower: bool) -> str:
    found = regrading.preview(assignment, proposal, never_lower=never_lower, now=clock.now())
    return render_template(
        "reports/regrade_preview.html",
        assignment=assignment,
        proposal=proposal,
        preview=found,
        number=number,
        never_lower=never_lower,
        summary=summary(found),
        fields={
            name: request.args[name] for name in ("do", "revision", "answer", "entry") if name in request.args
        },
        changes=[line for line in found.lines if line.difference.changes],
        same=[line for line in found.lines if not line.difference.changes],
        longest_reason=LONGEST_REASON,
        wording=wording,
    )
