"""A teacher looks at a quiz as a student would see it under the rules in the address."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from quizapp.attempts import pages, wording
from quizapp.attempts.reviewing import to_look_at
from quizapp.attempts.trying import Trial, try_out
from quizapp.core.attempts.trying import read_query
from quizapp.quizzes.service import quiz_for_viewing
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.transaction import reads_only

blueprint = Blueprint("trying", __name__)

AFTER = ("submitted", "closed")


@blueprint.route("/quizzes/<int:quiz_id>/as-student", methods=["GET", "POST"])
@reads_only
@staff_only
def as_student(quiz_id: int) -> str | Response:
    """Show cover, pages, check and review one after the other; answers travel in the form."""
    quiz = quiz_for_viewing(current_user, quiz_id)
    try:
        policy = read_query(request.args)
    except ValueError:
        raise NotFound from None
    now = clock.now()
    trial = try_out(quiz, policy, request.form, now)
    if trial is None:
        flash("This quiz has no approved questions yet: there is nothing to preview.", "error")
        return redirect(url_for("quizzes.show", quiz_id=quiz.id), 303)
    go = request.form.get("go") or request.args.get("go", "cover")
    common = {"quiz": quiz, "trial": trial, "policy": trial.policy, "now": now, "go": go}
    if trial.typed and "number" in request.form and go != "cover":
        go = "again"  # as a student cannot go on before it is mended either
    if go in AFTER:
        show = trial.after(now, closed=go == "closed")
        result = trial.result()
        again = to_look_at(trial.asked, result) if show.correctness else None
        outcome = wording.outcome(
            result.total if show.score else None, result.maximum, None if again is None else len(again)
        )
        reviewed = trial.reviewed(result, show) if show.answers else []
        return render_template(
            "attempts/try_after.html", show=show, outcome=outcome, reviewed=reviewed,
            carried=_all(trial), **common,
        )  # fmt: skip
    if go == "cover":
        return render_template("attempts/try_cover.html", carried=_all(trial), **common)
    if go == "check":
        items = pages.navigator(trial.sitting)
        return render_template("attempts/try_check.html", items=items, carried=_all(trial), **common)
    number, trial = _place(trial, go)
    one = trial.shown(number)[0][1]
    return render_template(
        "attempts/try_page.html",
        number=number,
        questions=trial.drawn(number),
        carried=trial.carried(number),
        may_check=not policy.one_page and pages.may_check(trial.sitting, one),
        last=policy.one_page or number == len(trial.asked),
        **{**common, "trial": trial},
    )


def _all(trial: Trial) -> list[tuple[str, str]]:
    return [pair for pairs in trial.sent.values() for pair in pairs]


def _place(trial: Trial, go: str) -> tuple[int, Trial]:
    """Return which question comes next and the preview there: checked, or gone on, as the button said."""
    here = min(max(1, request.form.get("number", 1, type=int) or 1), len(trial.asked))
    if go == "again":
        return here, trial
    if go == "tell":
        return here, trial.checking(here, clock.now())
    wanted = int(go) if go.isascii() and go.isdigit() and len(go) < 5 else here
    number = wanted if 1 <= wanted <= len(trial.asked) else here
    if not trial.policy.one_way:
        return number, trial
    reached = max(trial.sitting.state.reached, number if number == trial.sitting.state.reached + 1 else 1)
    return reached, trial.at(reached)
