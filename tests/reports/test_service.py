from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks.models import RevisionCite
from quizapp.classes.models import Class, Enrolment
from quizapp.extensions import db
from quizapp.reports.report import Report, Standing
from quizapp.reports.service import report_for_viewing, response_in
from quizapp.reports.wording import histogram, opening, standing
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HALF_RIGHT, Sit

Read = Callable[..., Report]


@pytest.fixture
def read(app: Flask, cast: Cast) -> Iterator[Read]:
    with app.app_context():
        yield lambda user=cast.teacher: report_for_viewing(db.session.get(User, user), cast.assignment)


def test_who_is_how_far(read: Read, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, {1: ALL_RIGHT[1], 3: ["true"]}, submitted=False)
    report = read()
    assert [(one.name, one.standing) for one in report.students] == [
        ("Blue Heron", Standing.HANDED_IN),
        ("Grey Wren", Standing.ANSWERING),
        ("Sea Eagle", Standing.NOT_BEGUN),
    ]
    assert standing(report.answering[0], report) == "answering, 2 of 5 saved"


def test_scores_are_of_the_students_who_handed_in(read: Read, five: dict[str, int]) -> None:
    report = read()
    assert (report.n, report.mean, report.median, report.maximum) == (5, 3.5, 2.5, 5)
    assert report.share == 0.7
    assert [(one.low, one.count) for one in report.bins] == [(0, 0), (1, 0), (2, 3), (3, 0), (4, 0), (5, 2)]
    assert histogram(report) == (
        "Scores out of 5, 5 students. The most, 3, scored 2; the table has all the counts."
    )


def test_of_several_attempts_the_highest_counts(read: Read, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, HALF_RIGHT, number=1)
    best = sit(cast.heron, ALL_RIGHT, number=2)
    sit(cast.heron, ALL_WRONG, number=3)
    (student,) = read().handed_in
    assert student.counted
    assert student.counted.attempt_id == best
    assert student.score == 5


def test_one_who_handed_in_and_began_again_has_handed_in(read: Read, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, HALF_RIGHT, number=1)
    sit(cast.heron, {}, number=2, submitted=False)
    assert [one.name for one in read().handed_in] == ["Blue Heron"]


def test_a_question_has_its_facility_and_its_most_chosen_wrong_answer(
    read: Read, five: dict[str, int]
) -> None:
    results = read().results
    assert [round(one.facility, 3) for one in results] == [0.4, 0.7, 1.0, 0.4, 1.0]
    wrong = results[0].summary.most_chosen_wrong
    assert wrong
    assert (wrong.label, wrong.count) == ("At eight", 3)
    assert results[0].key_outvoted
    assert results[3].summary.blank == 3


def test_the_weakest_passage_knows_its_questions_and_who_missed_it(read: Read, five: dict[str, int]) -> None:
    # hours: questions 1 and 3, (5 + 2) of 10 points; loans: 2, 4 and 5, (3.5 + 2 + 5) of 15. Both 70%.
    report = read()
    first, second = report.weakest
    assert (first.passage.slug, second.passage.slug) == ("hours", "loans")
    assert (first.share.share, second.share.share) == (pytest.approx(0.7), pytest.approx(0.7))
    assert [one.item.number for one in first.results] == [1, 3]
    assert [one.name for one in first.missed] == []  # they have half of its points
    assert first.most_chosen
    assert first.most_chosen.item.number == 1
    assert opening(report) == (
        "5 of 6 have handed in. The class got 70% of the points; the weakest passages are ¶ 1.1 and ¶ 1.2."
    )


def test_who_got_less_than_half_of_a_passage_missed_it(
    read: Read, five: dict[str, int], sit: Sit, cast: Cast
) -> None:
    sit(cast.eagle, ALL_WRONG)
    assert [[one.name for one in weak.missed] for weak in read().weakest] == [["Sea Eagle"], ["Sea Eagle"]]


def test_before_anyone_hands_in_the_report_says_so(read: Read) -> None:
    report = read()
    assert opening(report) == "Nobody has handed in yet."
    assert (report.mean, report.share, report.weakest) == (None, None, ())


def test_few_say_too_little(read: Read, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, ALL_WRONG)
    report = read()
    assert opening(report) == "1 of 3 has handed in: too few to say what the class knows."
    assert not report.results[0].key_outvoted
    assert [weak.passage.slug for weak in report.weakest] == ["hours", "loans"]


def test_who_was_taken_out_of_the_class_is_not_counted(
    app: Flask, read: Read, five: dict[str, int], cast: Cast
) -> None:
    place = db.session.query(Enrolment).filter_by(user_id=cast.heron).one()
    place.removed_at = NOW
    db.session.flush()
    report = read()
    assert report.n == 4
    assert "Blue Heron" not in [one.name for one in report.students]


def test_the_report_is_for_the_teacher_of_the_class_and_for_admins(read: Read, cast: Cast) -> None:
    assert read(cast.admin).assignment.id == cast.assignment
    for stranger in (cast.outsider_teacher, cast.heron, cast.outsider):
        with pytest.raises(NotFound):
            read(stranger)


def test_a_sample_class_is_for_all_staff(read: Read, cast: Cast) -> None:
    class_ = db.session.get(Class, cast.class_)
    class_.sample, class_.teacher_id = True, None
    db.session.flush()
    assert read(cast.outsider_teacher).assignment.id == cast.assignment


def test_a_response_is_found_only_in_an_attempt_of_this_assignment_that_was_handed_in(
    read: Read, sit: Sit, cast: Cast
) -> None:
    done, going = sit(cast.heron, HALF_RIGHT), sit(cast.wren, ALL_RIGHT, submitted=False)
    report = read()
    assert response_in(report, done, 5).response is not None
    assert response_in(report, done, 4).response is None
    for attempt, slot in ((going, 1), (done, 6), (done + 999, 1)):
        with pytest.raises(NotFound):
            response_in(report, attempt, slot)


def test_a_quiz_without_citations_has_no_passages(read: Read, five: dict[str, int]) -> None:
    db.session.query(RevisionCite).delete()
    db.session.flush()
    report = read()
    assert (report.readings, report.weakest) == ((), ())
    assert opening(report) == "5 of 6 have handed in. The class got 70% of the points."
