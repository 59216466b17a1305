"""The gradebook of a class, read from its attempts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from quizapp.accounts.models import AuditEntry, User
from quizapp.attempts.models import Attempt
from quizapp.classes.models import Class, Enrolment, StudentAccommodation
from quizapp.core.gradebook import Category, Rules, Standing
from quizapp.extensions import db
from quizapp.progress.gradebook import Gradebook, read_gradebook, rules_of
from quizapp.progress.gradebook_table import as_table
from quizapp.progress.models import Excusal, GradebookPlace, GradeCategory
from quizapp.progress.service import count_again, excusable, excuse, set_rules
from quizapp.quizzes.models import Assignment, AssignmentAccommodation
from tests.cast import NOW, Cast
from tests.progress.conftest import ALL_RIGHT, ALL_WRONG, FOUR_RIGHT, TWO_RIGHT, Give, Sit

pytestmark = pytest.mark.usefixtures("only_given", "at")
Figures = Callable[[], dict[str, str]]


@pytest.fixture
def book(app: Flask, cast: Cast) -> Callable[[], Gradebook]:
    def read() -> Gradebook:
        return read_gradebook(db.session.get_one(Class, cast.class_), now=NOW)

    return read


def standings(book: Gradebook, user_id: int) -> list[Standing]:
    line = book.line_of(user_id)
    assert line
    return [cell.standing for cell in line.cells.values()]


def decide(app: Flask, cast: Cast, rules: Rules) -> Rules:
    with app.app_context():
        class_ = db.session.get_one(Class, cast.class_)
        before = set_rules(class_, rules, actor=db.session.get_one(User, cast.teacher), now=NOW)
        db.session.commit()
        return before


def test_each_student_has_the_mean_of_their_quizzes(
    give: Give, sit: Sit, cast: Cast, figures: Figures
) -> None:
    first, second = give(9), give(2)
    sit(first, cast.heron, ALL_RIGHT)
    sit(second, cast.heron, FOUR_RIGHT)
    sit(first, cast.wren, TWO_RIGHT)
    assert figures() == {"Blue Heron": "90%", "Grey Wren": "40%", "Sea Eagle": ""}


def test_quizzes_stand_in_order_of_time_whatever_they_were_made_in(
    app: Flask, give: Give, book: Callable[[], Gradebook]
) -> None:
    late, early = give(2), give(9)
    with app.app_context():
        assert [column.id for column in book().columns] == [early, late]


def test_what_is_missing_is_told_apart(app: Flask, give: Give, sit: Sit, cast: Cast, book: Callable) -> None:
    give(9)
    give(0, closes_at=NOW + timedelta(days=1))
    under_way = give(0, closes_at=None)
    sit(under_way, cast.heron, ALL_RIGHT, submitted=False)
    with app.app_context():
        assert standings(book(), cast.heron) == [Standing.MISSED, Standing.TO_COME, Standing.UNDER_WAY]


def test_missing_counts_as_zero_only_where_the_teacher_says_so(
    app: Flask, give: Give, sit: Sit, cast: Cast, figures: Figures
) -> None:
    first, _ = give(9), give(2)
    give(0, closes_at=NOW + timedelta(days=1))
    sit(first, cast.heron, FOUR_RIGHT)
    assert figures()["Blue Heron"] == "80%"
    decide(app, cast, Rules(missed_is_zero=True))
    assert figures() == {"Blue Heron": "40%", "Grey Wren": "0%", "Sea Eagle": "0%"}


def test_a_later_closing_for_one_student_is_honoured(
    app: Flask, give: Give, cast: Cast, book: Callable
) -> None:
    given = give(2)
    with app.app_context():
        later = NOW + timedelta(days=1)
        db.session.add(AssignmentAccommodation(assignment_id=given, user_id=cast.eagle, closes_at=later))
        db.session.add(StudentAccommodation(user_id=cast.wren, time_factor=2.0))
        db.session.commit()
        found = book()
        assert standings(found, cast.eagle) == [Standing.TO_COME]
        assert standings(found, cast.wren) == standings(found, cast.heron) == [Standing.MISSED]


def test_who_joined_after_a_closing_has_missed_nothing(
    app: Flask, give: Give, cast: Cast, figures: Figures
) -> None:
    give(5)
    decide(app, cast, Rules(missed_is_zero=True))
    with app.app_context():
        db.session.query(Enrolment).filter_by(user_id=cast.wren).one().created_at = NOW - timedelta(days=1)
        db.session.commit()
    assert figures() == {"Blue Heron": "0%", "Grey Wren": "", "Sea Eagle": "0%"}


@pytest.mark.parametrize(
    ("how", "figure"), [("highest", "100%"), ("last", "40%"), ("first", "80%"), ("average", "73%")]
)
def test_of_several_attempts_that_one_counts_which_the_assignment_says(
    give: Give, sit: Sit, cast: Cast, figures: Figures, how: str, figure: str
) -> None:
    given = give(3, attempts_allowed=None, combine=how)
    for number, answers in enumerate((FOUR_RIGHT, ALL_RIGHT, TWO_RIGHT), 1):
        sit(given, cast.heron, answers, number=number)
    assert figures()["Blue Heron"] == figure


def test_what_waits_for_a_mark_counts_once_it_is_marked(
    app: Flask, give: Give, sit: Sit, cast: Cast, figures: Figures
) -> None:
    first, second = give(9), give(2)
    sit(first, cast.heron, FOUR_RIGHT)
    attempt = sit(second, cast.heron, TWO_RIGHT, unmarked=1, by_hand=1)
    decide(app, cast, Rules(missed_is_zero=True))
    assert figures()["Blue Heron"] == "80%"
    with app.app_context():
        db.session.get_one(Attempt, attempt).unmarked = 0
        db.session.commit()
    assert figures()["Blue Heron"] == "60%"


def test_the_teacher_sees_what_is_not_released(give: Give, sit: Sit, cast: Cast, figures: Figures) -> None:
    given = give(2, review={"score": "never", "correctness": "never"})
    sit(given, cast.heron, FOUR_RIGHT, by_hand=1)
    assert figures()["Blue Heron"] == "80%"


def test_who_was_taken_out_has_no_line(
    app: Flask, give: Give, sit: Sit, cast: Cast, figures: Figures
) -> None:
    sit(give(2), cast.heron, ALL_RIGHT)
    with app.app_context():
        db.session.query(Enrolment).filter_by(user_id=cast.heron).one().removed_at = NOW
        db.session.commit()
    assert list(figures()) == ["Grey Wren", "Sea Eagle"]


# ---- how figures are made


def test_rules_are_kept_and_can_be_set_back(
    app: Flask, give: Give, sit: Sit, cast: Cast, figures: Figures
) -> None:
    quiz, test, practice, new = give(9), give(6), give(4), give(2)
    for given, answers in ((quiz, ALL_RIGHT), (test, TWO_RIGHT), (practice, ALL_WRONG), (new, ALL_WRONG)):
        sit(given, cast.heron, answers)
    rules = Rules(
        False,
        (Category("Quizzes", 60, 1), Category("Tests", 40)),
        {quiz: 0, test: 1},
        frozenset({practice}),
    )
    before = decide(app, cast, rules)
    # 0.6 * 100 + 0.4 * 40; the newest is in no category yet.
    assert figures()["Blue Heron"] == "76%"
    with app.app_context():
        assert rules_of(db.session.get_one(Class, cast.class_)) == rules
        book = read_gradebook(db.session.get_one(Class, cast.class_), now=NOW)
        assert [column.id for column in book.unsorted] == [new]
        assert [column.id for column in book.not_counted] == [practice, new]
    assert decide(app, cast, before) == rules
    assert figures()["Blue Heron"] == "35%"
    with app.app_context():
        assert db.session.query(GradeCategory).count() == db.session.query(GradebookPlace).count() == 0


def test_a_change_of_rules_is_logged_and_the_same_rules_again_are_not(app: Flask, cast: Cast) -> None:
    rules = Rules(True, (Category("Quizzes", 60, 1),), {}, frozenset())
    decide(app, cast, rules)
    decide(app, cast, rules)
    with app.app_context():
        (entry,) = db.session.query(AuditEntry).filter_by(act="gradebook.rules")
        assert entry.subject == "History 10B"
        assert entry.detail == {
            "before": "no categories, not handed in does not count",
            "after": "Quizzes weighs 60, lowest 1 dropped, not handed in counts as zero",
        }


def test_an_assignment_of_another_class_gets_no_place(app: Flask, give: Give, cast: Cast) -> None:
    given = give(2)
    with app.app_context():
        db.session.get_one(Assignment, given).class_id = cast.outsider_class
        db.session.commit()
    decide(app, cast, Rules(False, (Category("Quizzes", 60),), {given: 0}))
    with app.app_context():
        assert db.session.query(GradebookPlace).count() == 0


# ---- excused


def test_an_excused_quiz_counts_for_nobody_but_the_others(
    app: Flask, give: Give, sit: Sit, cast: Cast, figures: Figures
) -> None:
    first, second = give(9), give(2)
    for student in (cast.heron, cast.wren):
        sit(first, student, ALL_RIGHT)
        sit(second, student, TWO_RIGHT)
    with app.app_context():
        teacher = db.session.get_one(User, cast.teacher)
        row, assignment = excusable(teacher, cast.class_, cast.heron, second)
        excuse(row, assignment, "Ill that week.", actor=teacher, now=NOW)
        db.session.commit()
    assert figures() == {"Blue Heron": "100%", "Grey Wren": "70%", "Sea Eagle": ""}
    with app.app_context():
        teacher = db.session.get_one(User, cast.teacher)
        row, assignment = excusable(teacher, cast.class_, cast.heron, second)
        assert count_again(row, assignment, actor=teacher, now=NOW) == "Ill that week."
        assert count_again(row, assignment, actor=teacher, now=NOW) is None
        db.session.commit()
        log = [(entry.act, entry.subject, entry.detail["reason"]) for entry in db.session.query(AuditEntry)]
        assert log == [
            ("gradebook.excused", "Blue Heron", "Ill that week."),
            ("gradebook.counted_again", "Blue Heron", "Ill that week."),
        ]
        assert db.session.query(Excusal).count() == 0
    assert figures()["Blue Heron"] == "70%"


# ---- means, trend, the plain table


def test_a_mean_is_told_from_five_on(
    app: Flask, give: Give, sit: Sit, cast: Cast, book: Callable[[], Gradebook]
) -> None:
    given = give(2)
    for student in (cast.heron, cast.wren):
        sit(given, student, ALL_RIGHT)
    with app.app_context():
        few = book().mean_of(given)
        assert (few.n, few.share) == (2, None)
        names = ("Little Tern", "Quiet Owl", "Tall Egret")
        more = [User(role="student", name=name, created_at=NOW) for name in names]
        db.session.add_all(
            Enrolment(class_id=cast.class_, user=user, name_key=user.name.casefold(), created_at=NOW)
            for user in more
        )
        db.session.commit()
        numbers = [user.id for user in more]
        db.session.rollback()
    for number in numbers:
        sit(given, number, TWO_RIGHT)
    with app.app_context():
        assert book().mean_of(given).share == pytest.approx(0.64)


def test_the_trend_compares_the_newer_results_with_the_older(
    app: Flask, give: Give, sit: Sit, cast: Cast, book: Callable[[], Gradebook]
) -> None:
    for days, answers in ((9, TWO_RIGHT), (7, TWO_RIGHT), (5, FOUR_RIGHT), (3, ALL_RIGHT)):
        sit(give(days), cast.heron, answers)
    with app.app_context():
        line = book().line_of(cast.heron)
        assert line
        assert line.trend == pytest.approx(0.5)


def test_the_plain_table_has_a_row_a_student_and_a_column_a_quiz(
    app: Flask, give: Give, sit: Sit, cast: Cast
) -> None:
    first, second = give(9), give(2)
    sit(first, cast.heron, FOUR_RIGHT)
    decide(app, cast, Rules(False, (Category("Quizzes", 60), Category("Tests", 40)), {first: 0, second: 1}))
    with app.app_context():
        table = as_table(read_gradebook(db.session.get_one(Class, cast.class_), now=NOW))
    assert table.columns == (
        "Name",
        "Figure, percent",
        "Trend, points",
        "Quizzes, percent (weight 60)",
        "Tests, percent (weight 40)",
        "Library check, 5 Sep, percent",
        "Library check, 12 Sep, percent",
    )
    assert table.rows == (
        ("Blue Heron", 80.0, None, 80.0, None, 80.0, "not handed in"),
        ("Grey Wren", None, None, None, None, "not handed in", "not handed in"),
        ("Sea Eagle", None, None, None, None, "not handed in", "not handed in"),
    )
