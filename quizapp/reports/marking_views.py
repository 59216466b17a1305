"""The pages on which answers are marked by hand, and the marks released."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from quizapp.attempts import marking
from quizapp.attempts.marking import Script
from quizapp.attempts.reviewing import response_of
from quizapp.core.attempts.marking import (
    Judged,
    Pick,
    UnreadableMarkError,
    fraction_of,
    judge,
    keys_of,
    read_points,
)
from quizapp.core.attempts.policy import EVERYTHING
from quizapp.core.attempts.scoring import Asked, Treatment, grade_slot
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import assignment_for_managing
from quizapp.reports.blueprint import blueprint, page, read_report
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import points
from quizapp.web.notices import offer_undo

LONGEST_COMMENT = 4_000
HIDDEN = "hidden"
Answered = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Desk:
    """One answer on the desk, and those before and after it. `others` are all of the same question."""

    assignment: Assignment
    asked: Asked
    number: int
    script: Script
    others: tuple[Script, ...]
    hidden: bool

    @property
    def place(self) -> int:
        return self.others.index(self.script)

    @property
    def before(self) -> Script | None:
        return self.others[self.place - 1] if self.place else None

    @property
    def after(self) -> Script | None:
        return self.others[self.place + 1] if self.place + 1 < len(self.others) else None

    @property
    def next_unmarked(self) -> Script | None:
        """Return the next without a mark, round the end of the list; never this one."""
        line = self.others[self.place + 1 :] + self.others[: self.place]
        return next((one for one in line if one.mark is None), None)

    @property
    def marked(self) -> int:
        return sum(one.mark is not None for one in self.others)

    @property
    def by_hand(self) -> bool:
        """Tell whether there is no grade but a person's."""
        return marking.to_be_marked(self.asked)

    def name(self, script: Script) -> str:
        return (
            script.label
            if self.hidden
            else script.name + (f", attempt {script.number}" if script.number > 1 else "")
        )

    def url(self, script: Script, *, hidden: bool | None = None) -> str:
        """Return the address of another answer to the same question, with names as they are shown now."""
        hide = self.hidden if hidden is None else hidden
        return url_for(
            "reports.mark",
            assignment_id=self.assignment.id,
            slot=self.asked.slot,
            attempt_id=script.attempt_id,
            names=HIDDEN if hide else None,
        )


def _hidden() -> bool:
    return request.args.get("names") == HIDDEN


def _question(assignment: Assignment, slot: int) -> tuple[Asked, int]:
    """Return the question in a slot and its number on pages; NotFound if there is none."""
    asked = marking.asked_in(assignment)
    if slot not in asked:
        raise NotFound
    return asked[slot], list(asked).index(slot) + 1


def _scripts(assignment: Assignment, asked: Asked) -> list[Script]:
    return marking.scripts_of(assignment, asked.slot, hidden=_hidden())


def _desk(assignment: Assignment, slot: int, attempt_id: int) -> Desk:
    asked, number = _question(assignment, slot)
    found = [
        one for one in _scripts(assignment, asked) if one.response is not None or one.attempt_id == attempt_id
    ]
    script = next((one for one in found if one.attempt_id == attempt_id), None)
    if script is None:
        raise NotFound
    return Desk(assignment, asked, number, script, tuple(found), _hidden())


@blueprint.get("/assignments/<int:assignment_id>/marking", endpoint="marking")
@staff_only
def marking_page(assignment_id: int) -> str:
    """Show how far the marking is, question by question, and whether the students see it."""
    assignment = assignment_for_managing(current_user, assignment_id)
    report = read_report(assignment.id)
    items = {item.slot: item for item in report.items}
    lines = [(items[one.slot], one) for one in marking.progress_of(assignment)]
    return page("marking", report, lines=lines, left=sum(one.left for _, one in lines))


@blueprint.get("/assignments/<int:assignment_id>/marking/<int:slot>")
@staff_only
def mark_next(assignment_id: int, slot: int) -> Response:
    """Go to the first answer to a question that has no mark yet, or to the first of all."""
    assignment = assignment_for_managing(current_user, assignment_id)
    asked, _ = _question(assignment, slot)
    found = [one for one in _scripts(assignment, asked) if one.response is not None]
    if not found:
        return redirect(url_for(".marking", assignment_id=assignment.id))
    script = next((one for one in found if one.mark is None), found[0])
    names = HIDDEN if _hidden() else None
    return redirect(
        url_for(".mark", assignment_id=assignment.id, slot=slot, attempt_id=script.attempt_id, names=names)
    )


@blueprint.route(
    "/assignments/<int:assignment_id>/marking/<int:slot>/<int:attempt_id>", methods=["GET", "POST"]
)
@staff_only
def mark(assignment_id: int, slot: int, attempt_id: int) -> Answered:
    """Show one answer with what it is marked on; on POST keep the mark and lay the next on the desk."""
    assignment = assignment_for_managing(current_user, assignment_id)
    desk = _desk(assignment, slot, attempt_id)
    if request.method != "POST":
        return _draw(desk)
    newest = str(desk.script.mark.id) if desk.script.mark else ""
    if request.form.get("seen", "") != newest:
        return _draw(desk, "This answer was marked a moment ago, perhaps in another window. Look again."), 422
    withdraw = request.form.get("act") == "withdraw"
    try:
        fraction, judged = (None, ()) if withdraw else _read_mark(desk)
        comment = "" if withdraw else _read_comment()
    except UnreadableMarkError as error:
        return _draw(desk, str(error)), 422
    marking.give_mark(
        assignment,
        desk.script,
        desk.asked,
        fraction,
        judged=judged,
        comment=comment,
        marker=current_user,
        now=clock.now(),
    )
    if withdraw:
        flash("The mark was taken back.", "done")
        return redirect(desk.url(desk.script), 303)
    if not desk.by_hand and fraction is not None:
        flash(f"Saved: {points(fraction * desk.asked.points)} of {points(desk.asked.points)}.", "done")
        return redirect(desk.url(desk.script), 303)
    if desk.next_unmarked:
        return redirect(desk.url(desk.next_unmarked), 303)
    flash(f"Every answer to question {desk.number} is marked.", "done")
    return redirect(url_for(".marking", assignment_id=assignment.id), 303)


def _read_mark(desk: Desk) -> tuple[float, tuple[Judged, ...]]:
    """Return the fraction that a form gives, with the levels it chose."""
    rubric = desk.asked.judge.qtype.rubric(desk.asked.judge.content)
    if not rubric:
        return read_points(request.form.get("points", ""), desk.asked.points) / desk.asked.points, ()
    picks = [
        Pick(int(level), request.form.get(f"half-{place}") == "1")
        if (level := request.form.get(f"level-{place}", "")) in map(str, range(len(criterion.scale)))
        else None
        for place, criterion in enumerate(rubric)
    ]
    judged = judge(rubric, picks)
    return fraction_of(judged), judged


def _read_comment() -> str:
    comment = "\n".join(request.form.get("comment", "").splitlines()).strip()
    if len(comment) > LONGEST_COMMENT:
        raise UnreadableMarkError(f"Shorten the comment to {LONGEST_COMMENT} characters.")
    return comment


def _draw(desk: Desk, problem: str = "") -> str:
    question, asked, script = desk.asked.question, desk.asked, desk.script
    content = asked.judge.content
    rubric = asked.judge.qtype.rubric(content)
    return render_template(
        "reports/mark.html",
        desk=desk,
        assignment=desk.assignment,
        problem=problem,
        sent=request.form if problem else None,
        question=question,
        content=content,
        prompt=question.qtype.prompt(question.content, None),
        response=response_of(question, script.response),
        grade=grade_slot(asked, script.response, script.mark.fraction if script.mark else None).grade,
        by_key=grade_slot(asked, script.response).grade,
        everything=EVERYTHING,
        rubric=list(zip(rubric, keys_of(rubric), strict=True)),
        history=marking.history_of(script.attempt_id, asked.slot),
        longest_comment=LONGEST_COMMENT,
        dropped=asked.treatment is not Treatment.NORMAL,
    )


@blueprint.post("/assignments/<int:assignment_id>/marking/release")
@staff_only
def release_marks(assignment_id: int) -> Response:
    """Let the students see their marks."""
    assignment = assignment_for_managing(current_user, assignment_id)
    marking.release(assignment, actor=current_user, now=clock.now())
    offer_undo(
        "The marks are released: students see them as the rules of the quiz allow.",
        url_for(".withhold_marks", assignment_id=assignment.id),
    )
    return redirect(url_for(".marking", assignment_id=assignment.id), 303)


@blueprint.post("/assignments/<int:assignment_id>/marking/withhold")
@staff_only
def withhold_marks(assignment_id: int) -> Response:
    """Hide the marks from the students again."""
    assignment = assignment_for_managing(current_user, assignment_id)
    marking.withhold(assignment, actor=current_user, now=clock.now())
    flash("The marks are hidden from the students again.", "done")
    return redirect(url_for(".marking", assignment_id=assignment.id), 303)
