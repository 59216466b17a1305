"""What a teacher sees of a class's cards, and sends to them."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.cards import class_figures, sending
from quizapp.cards.blueprint import blueprint
from quizapp.cards.days import day_of
from quizapp.cards.sending import SendingError
from quizapp.classes.service import class_for_viewing
from quizapp.quizzes.pages import number_of
from quizapp.quizzes.service import assignment_for_managing
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo


@blueprint.get("/classes/<int:class_id>/cards")
@staff_only
def of_class(class_id: int) -> str:
    """Show who of a class studies, and what it forgets."""
    class_, now = class_for_viewing(current_user, class_id), clock.now()
    passages, cards = class_figures.forgotten_in(class_, current_user, now)
    return render_template(
        "cards/class.html",
        class_=class_,
        students=class_figures.students_of(class_, day_of(now), now),
        passages=passages,
        cards=cards,
        slow=class_figures.slow_in(class_),
        few=class_figures.FEW,
    )


def _numbers(name: str) -> list[int]:
    return [number for text in request.form.getlist(name) if (number := number_of(text)) is not None]


def _back(assignment_id: int) -> Response:
    """Go back to the page of this assignment that the button was on, or to its class's cards."""
    page = request.form.get("next", "")
    own = page.startswith(f"/assignments/{assignment_id}/") and "\\" not in page and "//" not in page
    class_id = assignment_for_managing(current_user, assignment_id).class_id
    return redirect(page if own else url_for("cards.of_class", class_id=class_id), 303)


@blueprint.post("/assignments/<int:assignment_id>/cards")
@staff_only
def send(assignment_id: int) -> Response:
    """Send questions (`slot`, repeated) to the cards of students (`student`, repeated; none: the class)."""
    assignment = assignment_for_managing(current_user, assignment_id)
    students = _numbers("student") if "student" in request.form else None
    try:
        row = sending.send_items_to_cards(
            assignment, _numbers("slot"), students, sender=current_user, now=clock.now()
        )
    except SendingError as error:
        flash(str(error), "error")
        return _back(assignment_id)
    what, whom = plural(len(row.slots), "question"), plural(len(row.students), "student")
    when = (
        "The rules of this quiz never show the right answers: change them, or no card appears."
        if sending.held_for_ever(row)
        else "The cards appear when the quiz shows each student the right answers."
    )
    offer_undo(
        f"Sent {what} to the cards of {whom}. {when}",
        url_for("cards.take_back", assignment_id=assignment_id, sending_id=row.id),
        next=request.form.get("next", ""),
    )
    return _back(assignment_id)


@blueprint.post("/assignments/<int:assignment_id>/cards/<int:sending_id>/take-back")
@staff_only
def take_back(assignment_id: int, sending_id: int) -> Response:
    """Take back what was sent; with `again` send it after all."""
    row = sending.sending_for(current_user, assignment_id, sending_id)
    again = bool(request.form.get("again"))
    sending.set_taken_back(row, not again, actor=current_user, now=clock.now())
    if again:
        flash("Sent again.", "done")
    else:
        offer_undo(
            "Taken back from the students’ cards.",
            url_for("cards.take_back", assignment_id=assignment_id, sending_id=sending_id),
            again="1",
            next=request.form.get("next", ""),
        )
    return _back(assignment_id)
