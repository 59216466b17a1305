"""How a question went over all assignments, told to the lists of banks."""

import pytest

from quizapp.accounts.models import User
from quizapp.banks.figures import Figures, figures_of
from quizapp.banks.models import Question
from quizapp.banks.service import add_revision, bank_by_slug, content_of
from quizapp.classes.models import Class
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from quizapp.quizzes.models import AssignmentSlot
from tests.cast import NOW
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HALF_RIGHT
from tests.reports.strange import Room, an_essay_that_waits_beside_another_question


@pytest.fixture
def figures(app, cast):
    """Return what tells a person of the cast a question's figures, by its id in the bank."""

    def tell(who="teacher"):
        with app.app_context():
            rows = bank_by_slug("library").questions
            found = figures_of(db.session.get(User, getattr(cast, who)), rows)
            told = {row.slug: found[row.id] for row in rows}
            db.session.rollback()
        return told

    return tell


@pytest.fixture
def room(app, cast, sit, enrol):
    return Room(app, cast, sit, enrol)


@pytest.fixture
def three(sit, cast):
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, HALF_RIGHT)
    sit(cast.eagle, ALL_WRONG)


def test_a_question_that_nobody_was_given_was_never_used(figures):
    assert figures()["hours-draft"] == Figures()
    assert figures()["hours-draft"].verdicts == ("unused",)


def test_what_was_given_and_not_answered_has_no_figures(figures):
    assert figures()["hours-door"] == Figures(used=1, n=0)
    assert figures()["hours-door"].verdicts == ("few",)


@pytest.mark.usefixtures("three")
def test_facility_and_discrimination_are_over_all_who_handed_in(figures):
    opening = figures()["hours-opening"]
    assert (opening.used, opening.n) == (1, 3)
    assert opening.facility == pytest.approx(1 / 3)
    # Rests of four points: 4, 2.5 and 0.
    assert opening.discrimination == pytest.approx(0.7857, abs=1e-4)


@pytest.mark.usefixtures("three")
def test_a_teacher_is_told_of_her_own_classes_and_an_admin_of_all(figures):
    assert figures("admin")["hours-opening"].n == 3
    assert figures("outsider_teacher")["hours-opening"] == Figures()


@pytest.mark.usefixtures("three")
def test_the_made_up_answers_of_a_sample_class_do_not_count(app, cast, figures):
    with app.app_context():
        db.session.get(Class, cast.class_).sample = True
        db.session.commit()
    assert figures("admin")["hours-opening"] == Figures()


def test_of_two_attempts_the_better_counts(sit, cast, figures):
    sit(cast.heron, ALL_WRONG)
    sit(cast.heron, ALL_RIGHT, number=2)
    assert figures()["hours-opening"].n == 1
    assert figures()["hours-opening"].facility == 1.0


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("change", "n"), [({"tags": ["new"]}, 3), ({"prompt": "Another question?"}, 0)])
def test_a_new_tag_keeps_the_figures_and_a_new_wording_does_not(app, figures, change, n):
    with app.app_context():
        row = db.session.query(Question).filter_by(slug="hours-opening").one()
        mapping = content_of(row.current).as_mapping() | {"id": row.slug} | change
        add_revision(row, read_question(mapping)[0], author=None, now=NOW)
        db.session.commit()
    assert figures()["hours-opening"].n == n


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        (Figures(3, 4, 1.0, None), ("few",)),
        (Figures(3, 5, 0.91, 0.5), ("easy",)),
        (Figures(3, 5, 0.9, 0.1), ()),
        (Figures(3, 5, 0.29, 0.09), ("hard", "flat")),
        (Figures(3, 5, 0.3, None), ()),
    ],
)
def test_what_is_said_of_the_figures(told, verdicts):
    assert told.verdicts == verdicts


@pytest.mark.usefixtures("five")
def test_a_questions_page_tells_of_the_revision_that_it_shows(app, teacher):
    page = "/bank/library/questions/hours-opening"
    assert "n 5 in 1 assignment" in teacher.get(page).text
    with app.app_context():
        row = db.session.query(Question).filter_by(slug="hours-opening").one()
        mapping = content_of(row.current).as_mapping() | {"id": row.slug, "prompt": "When does it open?"}
        add_revision(row, read_question(mapping)[0], author=None, now=NOW)
        db.session.commit()
    assert "Every use of revision" not in teacher.get(page).text
    assert "n 5 in 1 assignment" in teacher.get(f"{page}/revisions/1").text


def treat(app, cast, slot, treatment):
    with app.app_context():
        db.session.get(AssignmentSlot, (cast.assignment, slot)).treatment = treatment
        db.session.commit()


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("treatment", ["dropped", "full"])
def test_a_question_that_was_dropped_or_given_to_everyone_tells_nothing_there(app, cast, figures, treatment):
    treat(app, cast, 1, treatment)
    found = figures()
    assert (found["hours-opening"].used, found["hours-opening"].n) == (1, 0)
    assert found["hours-door"].n == 3
    # Rests of three points, without the question that does not count: 3, 1.5 and 0; its marks 1, 1 and 0.
    assert found["hours-door"].discrimination == pytest.approx(0.75**0.5)


def test_an_essay_not_yet_marked_lowers_no_question_in_the_bank(app, cast, room, figures):
    made = an_essay_that_waits_beside_another_question(room)
    room.hand_in(made, room.enrol("Late Gull"), {1: ["false"]})
    found = figures()
    assert (found["library-place"].n, found["library-place"].facility) == (7, pytest.approx(5 / 7))
    # Six wait to be marked; one left it out.
    assert (found["library-essay"].n, found["library-essay"].facility) == (1, 0)
