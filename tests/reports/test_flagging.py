"""Poor figures over all classes raise a flag in the bank; too few answers raise none."""

import pytest

from quizapp.accounts.models import User
from quizapp.attempts import sweeper
from quizapp.banks.figures import Figures
from quizapp.banks.flagging import flagged_in, look
from quizapp.banks.models import Question
from quizapp.banks.service import bank_by_slug
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.reports.flagging import evidence_against, flag_poor
from quizapp.web import clock
from tests.cast import NOW
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, EIGHT, NINE


@pytest.fixture
def _at_nine(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def twenty(sit, enrol):
    """Ten who know everything but say "at eight", ten who know nothing but say "at nine"."""
    for number in range(20):
        best = number % 2
        answers = {**ALL_RIGHT, 1: [EIGHT]} if best else {**ALL_WRONG, 1: [NINE]}
        sit(enrol(f"Student {number}"), answers)


def queue(app):
    with app.app_context():
        found = [(one.question.slug, one.evidence) for one in flagged_in(bank_by_slug("library"))]
        db.session.rollback()
    return found


@pytest.mark.usefixtures("_at_nine", "twenty")
def test_a_question_that_the_best_miss_is_flagged_with_the_evidence(app):
    assert flag_poor(app) == 1
    ((slug, evidence),) = queue(app)
    assert slug == "hours-opening"
    assert (evidence["n"], evidence["used"]) == (20, 1)
    assert (evidence["facility"], evidence["discrimination"]) == (50, -1)
    assert evidence["words"] == [
        "Students who did well elsewhere missed this more often: check the key and the wording."
    ]


@pytest.mark.usefixtures("_at_nine", "twenty")
def test_nothing_is_read_again_where_nobody_handed_in_since(app, cast, sit, monkeypatch):
    assert flag_poor(app) == 1
    monkeypatch.setattr("quizapp.reports.flagging.find_poor", lambda: pytest.fail("It was read again."))
    assert flag_poor(app) == 0


@pytest.mark.usefixtures("_at_nine", "twenty")
def test_what_somebody_looked_at_stays_down(app, cast, sit):
    flag_poor(app)
    with app.app_context():
        row = db.session.query(Question).filter_by(slug="hours-opening").one()
        look(row, "The key is right.", actor=db.session.get(User, cast.admin), now=NOW)
        db.session.commit()
    sit(cast.heron, ALL_RIGHT)
    assert flag_poor(app) == 0
    assert queue(app) == []


@pytest.mark.usefixtures("_at_nine", "twenty")
def test_the_made_up_answers_of_a_sample_class_flag_nothing(app, cast):
    with app.app_context():
        db.session.get(Class, cast.class_).sample = True
        db.session.commit()
    assert flag_poor(app) == 0


@pytest.mark.usefixtures("_at_nine", "twenty")
def test_the_sweeper_flags_but_not_while_somebodys_time_runs(app, monkeypatch):
    monkeypatch.setattr(sweeper, "somebodys_time_runs", lambda now: True)
    sweeper.do_chores(app)
    assert queue(app) == []
    monkeypatch.setattr(sweeper, "somebodys_time_runs", lambda now: False)
    sweeper.do_chores(app)
    assert len(queue(app)) == 1


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (Figures(1, 19, 0.1, -0.9), None),  # too few
        (Figures(1, 20, 0.5, -0.1), None),  # no worse than chance may make it
        (Figures(1, 20, 0.5, -0.11), "Students who did well elsewhere"),
        (Figures(1, 20, 0.33, 0.19), "No better than guessing, which earns 33%."),
        (Figures(1, 20, 0.33, 0.2), None),  # who knows the rest gets it
        (Figures(1, 49, 0.5, 0.05), None),
        (Figures(1, 50, 0.5, 0.05), "It hardly tells who knows the rest"),
        (Figures(1, 500, 0.95, 0.3), None),  # easy is not wrong
        (Figures(1, 500, None, None), None),
    ],
)
def test_what_speaks_against_a_question(app, figures, said):
    with app.app_context():
        row = db.session.query(Question).filter_by(slug="hours-opening").one()
        found = evidence_against(row, figures)
        db.session.rollback()
    assert (found is None) if said is None else found["words"][0].startswith(said)
