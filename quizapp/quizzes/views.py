"""The pages on which quizzes are made and tried."""

import secrets
from random import Random
from typing import Any

from flask import flash, render_template, request, url_for
from flask_login import current_user

from quizapp.banks import flagging
from quizapp.banks.models import Bank, Question
from quizapp.banks.service import approved_questions
from quizapp.core.attempts.policy import Section
from quizapp.core.bank.model import CognitiveLevel, Status
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.quizzes import accommodation_views as accommodation_views
from quizapp.quizzes import assigning, choosing, sections, service, trying
from quizapp.quizzes import assigning_views as assigning_views  # the other half of the pages
from quizapp.quizzes import bank_files as bank_files
from quizapp.quizzes.fields import options
from quizapp.quizzes.forms import EditForm, NewQuizForm, QuickForm
from quizapp.quizzes.pages import Answer, blueprint, number_of, number_sent, seen
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.transaction import reads_only

# ---- the list, and the two ways to make one


@blueprint.get("/quizzes")
@staff_only
def index() -> Answer:
    archived = request.args.get("archived") == "1"
    return render_template(
        "quizzes/index.html",
        mine=service.my_quizzes(current_user, archived=archived),
        ready=[] if archived else service.ready_made_quizzes(current_user),
        archived=archived,
        for_class=number_of(request.args.get("class", "")),
        put_away=0 if archived else len(service.my_quizzes(current_user, archived=True)),
    )


@blueprint.route("/quizzes/new", methods=["GET", "POST"])
@staff_only
def new() -> Answer:
    banks = choosing.banks_to_choose_from(current_user)
    form = NewQuizForm()
    form.bank.choices = options((bank.slug, bank.title) for bank in banks)
    if len(banks) == 1:
        form.bank.data = banks[0].slug
    if form.validate_on_submit():
        bank = next(bank for bank in banks if bank.slug == form.bank.data)
        quiz = service.make_quiz(bank, owner=current_user, now=clock.now(), **form.values())
        return seen(".choose", quiz_id=quiz.id)
    return render_template("quizzes/new.html", form=form, banks=banks), 422 if form.errors else 200


@blueprint.route("/quizzes/quick", methods=["GET", "POST"])
@staff_only
def quick() -> Answer:
    banks = choosing.banks_to_choose_from(current_user)
    if not banks:
        return render_template("quizzes/quick.html", banks=banks, bank=None)
    bank = _bank_asked_for(banks)
    if bank is None:
        return render_template("quizzes/quick.html", banks=banks, bank=None)
    only = _questions_asked_for()
    questions = [row for row in approved_questions(bank) if only is None or row.id in only]
    flagged = flagging.flagged_of(questions)
    questions = [row for row in questions if row.id not in flagged]
    shelves = choosing.shelves(bank, questions)
    types = choosing.types_of(questions)
    form = QuickForm(types=list(types), passages=_ticked_at_first(shelves))
    if only is not None and request.method == "GET" and questions:
        form.count.data = len(questions)
    form.types.choices = options(types.items())
    form.passages.choices = options(
        (str(place.passage.id), place.passage.number)
        for shelf in shelves
        for section in shelf.sections
        for place in section.places
        if place.questions
    )
    if form.validate_on_submit():
        count = form.count.data
        assert count is not None  # it is required
        ticked = set(form.passages.data)
        passages = [p.id for shelf in shelves for p in shelf.passages if str(p.id) in ticked]
        # Chance for a teacher's convenience; nothing is kept secret by it.
        rng = Random(secrets.randbits(64))  # noqa: S311
        picked, there = choosing.pick_questions(questions, passages, form.types.data, count, rng)
        drawn: list[Section] = []
        if form.draw.data and there > len(picked):
            drawn = [Section(ask=count)]
            picked, _ = choosing.pick_questions(questions, passages, form.types.data, there, rng)
        if picked:
            title = form.title.data or _quick_title(bank, shelves, set(passages), min(count, there))
            quiz = service.make_quiz(
                bank,
                owner=current_user,
                title=title,
                questions=picked,
                sections=drawn,
                now=clock.now(),
            )
            if drawn:
                flash(
                    f"{plural(len(picked), 'question')} to draw from: each attempt asks {count} of them, "
                    "spread over the passages.",
                    "done",
                )
            elif there < count:
                flash(
                    f"You asked for {count}; there {'is' if there == 1 else 'are'} "
                    f"{plural(there, 'approved question')} of these types about these passages. "
                    "All are in.",
                    "warning",
                )
            else:
                flash(
                    f"{plural(len(picked), 'question')} picked. Look them over, then assign the quiz.", "done"
                )
            return seen(".edit", quiz_id=quiz.id)
        form.types.errors = ["These passages have no approved questions of these types: tick more of either."]
    page = render_template(
        "quizzes/quick.html",
        form=form,
        banks=banks,
        bank=bank,
        shelves=shelves,
        total=len(questions),
        flagged=len(flagged),
        only=only,
    )
    return page, 422 if form.errors else 200


def _bank_asked_for(banks: Any) -> Bank | None:
    """Return the bank named in the address, the only one there is, or None to let choose."""
    slug = request.args.get("bank")
    named = next((bank for bank in banks if bank.slug == slug), None)
    return named or (banks[0] if len(banks) == 1 else None)


def _questions_asked_for() -> set[int] | None:
    """Return the questions named in the address, to pick from them alone, or None for all of the bank."""
    named = request.args.get("only")
    if named is None:
        return None
    return {int(part) for part in named.split(",") if part.isascii() and part.isdecimal() and len(part) < 10}


def _ticked_at_first(shelves: list[choosing.Shelf]) -> list[str]:
    """Return the passages ticked before anyone ticks: of the reading in the address, or all."""
    wanted = request.args.get("reading")
    known = wanted in [shelf.reading.slug for shelf in shelves]
    if request.args.get("tick") == "none":
        return []
    return [
        str(place.passage.id)
        for shelf in shelves
        if not known or shelf.reading.slug == wanted
        for section in shelf.sections
        for place in section.places
        if place.questions
    ]


def _quick_title(bank: Bank, shelves: list[choosing.Shelf], passages: set[int], count: int) -> str:
    """Name a quiz that nobody named, after the one reading it is about, else after the bank."""
    about = [shelf.reading.title for shelf in shelves if passages & {p.id for p in shelf.passages}]
    return f"{(about[0] if len(about) == 1 else bank.title)[:170]}: {plural(count, 'question')}"


# ---- one quiz


@blueprint.get("/quizzes/<int:quiz_id>")
@staff_only
def show(quiz_id: int) -> Answer:
    quiz = service.quiz_for_viewing(current_user, quiz_id)
    now = clock.now()
    return render_template(
        "quizzes/show.html",
        quiz=quiz,
        ready_made=service.is_ready_made(quiz),
        askable=service.askable(quiz),
        parted=sections.in_sections(quiz),
        asked=sections.count_asked(quiz),
        given=[
            (row, assigning.state_of(row, now)) for row in assigning.assignments_of_quiz(current_user, quiz)
        ],
        now=now,
        types=QUESTION_TYPES,
    )


@blueprint.route("/quizzes/<int:quiz_id>/edit", methods=["GET", "POST"])
@staff_only
def edit(quiz_id: int) -> Answer:
    quiz = service.quiz_for_editing(current_user, quiz_id)
    form = EditForm.of(quiz)
    if form.validate_on_submit():
        service.change_quiz(quiz, **form.values())
        sections.set_sections(quiz, form.section_values())
        if "new-section" in request.form:
            sections.add_section(quiz)
            return seen(".edit", quiz_id=quiz.id, _anchor=f"section-{len(sections.sections_of(quiz))}")
        if "drop-section" in request.form:
            sections.remove_section(quiz, number_sent("drop-section"))
            return seen(".edit", quiz_id=quiz.id, _anchor="questions")
        for name, by in (("up", -1), ("down", 1)):
            if name in request.form:
                moved = number_sent(name)
                service.move_question(quiz, moved, by)
                return seen(".edit", quiz_id=quiz.id, _anchor=f"question-{moved}")
        if "remove" in request.form:
            question, position = service.remove_question(quiz, number_sent("remove"))
            _say_removed(quiz.id, question, position)
            return seen(".edit", quiz_id=quiz.id, _anchor="questions")
        if "add" in request.form:
            return seen(".choose", quiz_id=quiz.id, section=number_of(request.form["add"]))
        flash("Saved.", "done")
        return seen(".assign" if "assign" in request.form else ".show", quiz_id=quiz.id)
    page = render_template(
        "quizzes/edit.html",
        quiz=quiz,
        form=form,
        types=QUESTION_TYPES,
        parted=sections.in_sections(quiz),
        most=sections.MOST,
    )
    return page, 422 if form.errors else 200


def _say_removed(quiz_id: int, question: Question, position: int) -> None:
    text = f"“{question.current.title}” was taken out."
    if question.status != Status.APPROVED:  # it could not be put back
        flash(text, "done")
        return
    undo = {"question": question.id, "position": position}
    flash({"text": text, "url": url_for(".put_back", quiz_id=quiz_id), "fields": undo}, "undo")  # type: ignore[arg-type]


@blueprint.post("/quizzes/<int:quiz_id>/put-back")
@staff_only
def put_back(quiz_id: int) -> Answer:
    quiz = service.quiz_for_editing(current_user, quiz_id)
    if not service.add_questions(quiz, [number_sent("question")], position=number_sent("position")):
        flash("That question is in the quiz already, or is not approved any more.", "error")
    return seen(".edit", quiz_id=quiz.id, _anchor="questions")


@blueprint.route("/quizzes/<int:quiz_id>/questions", methods=["GET", "POST"])
@staff_only
def choose(quiz_id: int) -> Answer:
    quiz = service.quiz_for_editing(current_user, quiz_id)
    if request.method == "POST":
        sent = [number for text in request.form.getlist("question") if (number := number_of(text))]
        section = number_of(request.args.get("section", ""))
        added = service.add_questions(quiz, sent, section=section)
        if not added:
            flash("Nothing was added: tick the questions you want first.", "error")
            return seen(".choose", quiz_id=quiz.id)
        flash(f"{plural(len(added), 'question')} added.", "done")
        return seen(".edit", quiz_id=quiz.id, _anchor="questions")
    questions = approved_questions(quiz.bank)
    asked = {
        name: request.args.get(name, "").strip()[:200]
        for name in ("words", "type", "level", "reading", "tag")
    }
    found = choosing.matching(questions, asked["words"], asked["type"], asked["level"], asked["tag"])
    all_shelves = choosing.shelves(quiz.bank, found)
    shelves = [shelf for shelf in all_shelves if asked["reading"] in ("", shelf.reading.slug)]
    loose = choosing.without_passage(found) if not asked["reading"] else []
    shown = {question.id for question in (*loose, *choosing.on_shelves(shelves))}
    there = {link.question_id for link in quiz.questions}
    # What was ticked before the list was narrowed comes along.
    ticked = {number_of(text) for text in request.args.getlist("question")} - there
    return render_template(
        "quizzes/choose.html",
        quiz=quiz,
        shelves=shelves,
        readings=[shelf.reading for shelf in all_shelves],
        loose=loose,
        there=there,
        ticked=ticked,
        carried=[question for question in questions if question.id in ticked - shown],
        found=len(shown),
        total=len(questions),
        asked=asked,
        kinds=choosing.types_of(questions),
        tags=choosing.tags_of(questions),
        section=number_of(request.args.get("section", "")),
        levels=[level.value for level in CognitiveLevel],
        types=QUESTION_TYPES,
    )


@blueprint.post("/quizzes/<int:quiz_id>/copy")
@staff_only
def copy(quiz_id: int) -> Answer:
    quiz = service.quiz_for_viewing(current_user, quiz_id)
    made = service.copy_quiz(quiz, owner=current_user, now=clock.now())
    flash(f"“{quiz.title}” was copied to your quizzes. This is the copy.", "done")
    return seen(".show", quiz_id=made.id)


@blueprint.post("/quizzes/<int:quiz_id>/archive")
@staff_only
def archive(quiz_id: int) -> Answer:
    quiz = service.quiz_for_editing(current_user, quiz_id)
    service.set_archived(quiz, True, now=clock.now())
    undo = {"text": f"“{quiz.title}” was archived.", "url": url_for(".restore", quiz_id=quiz.id)}
    flash(undo, "undo")  # type: ignore[arg-type]
    return seen(".index")


@blueprint.post("/quizzes/<int:quiz_id>/restore")
@staff_only
def restore(quiz_id: int) -> Answer:
    quiz = service.quiz_for_editing(current_user, quiz_id)
    service.set_archived(quiz, False, now=clock.now())
    flash(f"“{quiz.title}” is back among your quizzes.", "done")
    return seen(".index")


@blueprint.route("/quizzes/<int:quiz_id>/preview", methods=["GET", "POST"])
@staff_only
@reads_only
def preview(quiz_id: int) -> Answer:
    quiz = service.quiz_for_viewing(current_user, quiz_id)
    if request.method == "GET":
        return render_template("quizzes/preview.html", quiz=quiz, questions=trying.as_asked(quiz))
    questions, legible = trying.as_answered(quiz, request.form)
    if not legible:
        return render_template("quizzes/preview.html", quiz=quiz, questions=questions), 422
    return render_template(
        "quizzes/preview_review.html",
        quiz=quiz,
        questions=questions,
        score=sum(q.grade.fraction * q.points for q in questions if q.grade),
        out_of=sum(q.points for q in questions),
    )
