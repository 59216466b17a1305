"""The statistics pages of one assignment, from the attempts that count."""

from datetime import timedelta

import pytest

from quizapp.accounts.models import User
from quizapp.attempts.models import Answer, Attempt
from quizapp.core.statistics.distractors import Taken
from quizapp.core.statistics.reliability import TestFigures
from quizapp.extensions import db
from quizapp.quizzes.models import AssignmentSlot
from quizapp.reports.analysis import Analysis
from quizapp.reports.service import report_for_viewing
from quizapp.reports.thirds_chart import lines
from quizapp.reports.timing import time_taken
from quizapp.reports.whole_test import verdict
from quizapp.reports.wording import lasted
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, EIGHT, HALF_RIGHT, NINE


@pytest.fixture
def analysed(app, cast):
    """Return what reads the analysis of "Library check" as its teacher sees it."""

    def read():
        return Analysis(report_for_viewing(db.session.get(User, cast.teacher), cast.assignment))

    with app.app_context():
        yield read
        db.session.rollback()


@pytest.fixture
def twelve(sit, enrol):
    """Four who know everything but say "at eight", four who know half, four nothing but "at nine"."""
    for number in range(4):
        sit(enrol(f"Best {number}"), {**ALL_RIGHT, 1: [EIGHT]})
        sit(enrol(f"Middle {number}"), HALF_RIGHT)
        sit(enrol(f"Weak {number}"), {**ALL_WRONG, 1: [NINE]})


def change_slot(cast, slot, **values):
    row = db.session.get(AssignmentSlot, (cast.assignment, slot))
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()


@pytest.mark.usefixtures("five")
def test_the_figures_are_those_of_the_marks(analysed):
    found = analysed()
    # Scores 5, 5 and three of 2.5, out of 5.
    assert (found.test.n, found.test.mean, found.test.median) == (5, pytest.approx(70), pytest.approx(50))
    assert found.test.alpha == pytest.approx(100 * 5 / 4 * (1 - (0.3 + 0.075 + 0.3) / 1.875))
    opening, _, door, *_ = (found.by_place[place] for place in range(5))
    assert (opening.figures.facility, opening.figures.point_biserial) == (40, pytest.approx(1))
    assert (door.figures.facility, door.figures.point_biserial) == (100, None)
    assert (opening.guessed, door.guessed) == (pytest.approx(100 / 3), 50)


@pytest.mark.usefixtures("twelve")
def test_answers_are_told_by_thirds_of_the_class_and_the_flag_names_the_best_ones_choice(analysed):
    opening = analysed().by_place[0]
    assert [(one.words, one.by_third) for one in opening.answers] == [
        ("At eight", (0, 4, 4)),
        ("At nine", (4, 0, 0)),
        ("At ten", (0, 0, 0)),
    ]
    assert opening.flags[0].words == "The best students chose “At eight”: check the key."


@pytest.mark.usefixtures("five")
def test_a_dropped_question_has_no_figures_and_is_in_no_score(analysed, cast):
    analysed()
    change_slot(cast, 1, treatment="dropped")
    found = analysed()
    assert 0 not in found.by_place
    assert found.marks.k == 4


def test_nobody_who_handed_in_leaves_nothing_to_tell(analysed, teacher, cast):
    assert analysed().test.n == 0
    page = teacher.get(f"/assignments/{cast.assignment}/report/test").text
    assert "No figures yet" in page


@pytest.mark.usefixtures("five")
def test_time_is_counted_from_the_answer_before(app, analysed, cast, five):
    with app.app_context():
        attempt = db.session.get(Attempt, five["Blue Heron"])
        for slot, seconds in ((2, 30), (1, 70), (3, 75)):
            answer = db.session.get(Answer, (attempt.id, slot))
            answer.saved_at = attempt.started_at + timedelta(seconds=seconds)
        db.session.execute(db.delete(Answer).where(Answer.attempt_id != attempt.id))
        db.session.execute(db.delete(Answer).where(Answer.slot > 3))
        db.session.commit()
    found = time_taken(analysed().report)
    assert {slot: (one.seconds, one.n) for slot, one in found.items()} == {2: (30, 1), 1: (40, 1), 3: (5, 1)}
    assert found[1].how == "estimated from when answers were saved"


@pytest.mark.usefixtures("five")
def test_time_that_pages_measured_goes_before_and_the_page_says_which_it_is(app, analysed, teacher, cast):
    with app.app_context():
        by_slot = {}
        for answer in db.session.query(Answer).order_by(Answer.attempt_id):
            by_slot.setdefault(answer.slot, []).append(answer)
        for answer, seconds in zip(by_slot[1], (20, 30, 40, 50, 60), strict=True):
            answer.seconds = seconds
        by_slot[2][0].seconds = 25
        db.session.commit()
    found = time_taken(analysed().report)
    assert (found[1].seconds, found[1].n, found[1].how) == (40, 5, "measured on the page")
    assert (found[2].n, found[2].measured, found[2].how) == (5, 1, "1 measured on the page, 4 estimated")
    page = teacher.get(f"/assignments/{cast.assignment}/report/questions").text
    assert '40 seconds <span class="soft">n 5, measured on the page</span>' in page
    assert "n 5, estimated from when answers were saved" in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (41.4, "41 seconds"), (90, "90 seconds"), (119.4, "119 seconds"),
     (119.5, "2 minutes"), (151, "3 minutes"), (3600, "1 hour"), (5430, "1 hour 30 minutes")],
)  # fmt: skip
def test_a_time_is_told_in_seconds_up_to_two_minutes(seconds, words):
    assert lasted(seconds) == words


def test_the_page_of_a_response_says_how_long_it_took_and_how_that_is_known(app, five, teacher, cast):
    page = f"/assignments/{cast.assignment}/report/responses/{five['Blue Heron']}"
    with app.app_context():
        db.session.get(Answer, (five["Blue Heron"], 1)).seconds = 41
        db.session.commit()
    assert "On the screen for 41 seconds." in teacher.get(f"{page}/1").text
    assert "Took about 0 seconds." in teacher.get(f"{page}/2").text
    blank = teacher.get(f"/assignments/{cast.assignment}/report/responses/{five['Tall Egret']}/4").text
    assert "On the screen" not in blank
    assert "Took about" not in blank


@pytest.mark.usefixtures("twelve")
def test_the_page_of_questions_shows_all_figures_and_greys_what_few_say(teacher, cast):
    page = teacher.get(f"/assignments/{cast.assignment}/report/questions").text
    assert "The best students chose “At eight”: check the key." in page
    assert "with under 20 students, figures of who was better may turn round" in page
    for words in ("Discriminative efficiency", "By guessing", "Alpha of the test without it", "Time taken"):
        assert words in page
    assert page.count("All figures<") == 5
    assert "<polyline" in page
    assert "This is its only use." in page


@pytest.mark.usefixtures("twelve")
def test_the_page_of_the_test_explains_each_figure(teacher, cast):
    page = teacher.get(f"/assignments/{cast.assignment}/report/test").text
    for words in ("Mean", "Median", "Spread", "Skewness", "Kurtosis", "Cronbach’s alpha", "KR-20"):
        assert f">{words}</th>" in page
    assert "Half of the class got more than this, half less." in page
    assert "Some marks are neither 0 nor full." in page
    assert "n 12. With under 20 students these figures may look quite different next time." in page


@pytest.mark.usefixtures("twelve")
def test_the_page_of_the_test_opens_with_what_its_scores_are_good_for(teacher, cast):
    page = teacher.get(f"/assignments/{cast.assignment}/report/test").text
    opening = page.split('<p class="lead">')[1].split("</p>")[0]
    assert opening == "These scores show what the class knows; do not judge a single student by them alone."


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (None, ""),
        (75.0, "These scores are good enough to give marks by."),
        (64.0, "These scores show what the class knows; for marks they are thin."),
        (0.0, "These scores show what the class knows; do not judge a single student by them alone."),
        (-0.1, "Its questions pull in different directions: look at those flagged under Questions first."),
    ],
)
def test_what_scores_are_good_for_is_one_sentence(alpha, words):
    assert verdict(TestFigures(n=30, alpha=alpha)) == words


def test_an_outsider_is_not_told_that_there_is_a_test(outsider_teacher, cast):
    assert outsider_teacher.get(f"/assignments/{cast.assignment}/report/test").status_code == 404


@pytest.mark.usefixtures("five")
def test_where_no_question_counts_the_page_says_so(app, teacher, cast):
    with app.app_context():
        for slot in range(1, 6):
            change_slot(cast, slot, treatment="dropped")
        db.session.commit()
    assert "No question counts as usual" in teacher.get(f"/assignments/{cast.assignment}/report/test").text


def test_a_single_attempt_is_told_without_figures_that_need_more(sit, cast, teacher):
    sit(cast.heron, HALF_RIGHT)
    for page in ("test", "questions"):
        answer = teacher.get(f"/assignments/{cast.assignment}/report/{page}")
        assert answer.status_code == 200
        assert "One student has no spread: this needs two or more." in answer.text


def test_letters_of_lines_that_end_together_stand_apart_and_on_the_chart():
    answers = [Taken(str(n), False, 9, (3, 3, 3), (0, 0, 0)) for n in range(4)]
    places = [line.letter_y for line in lines(answers)]
    assert places == [93.0, 106.0, 119.0, 132.0]
    assert [line.letter for line in lines(answers)] == ["A", "B", "C", "D"]


def test_a_third_without_students_is_left_out_of_a_line():
    (line,) = lines([Taken("A", True, 6, (3, 0, 3), (0, 0, 3))])
    assert line.points == "40,128 240,8"
