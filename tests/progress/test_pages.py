"""The pages of the gradebook, of one student, and of a student's own progress."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import AuditEntry
from quizapp.classes.models import Class
from quizapp.core.gradebook import Category, Rules
from quizapp.extensions import db
from quizapp.progress.gradebook import rules_of
from quizapp.progress.models import Excusal
from quizapp.quizzes.models import Assignment
from tests.cast import NOW, PASSAGES, Cast
from tests.progress.conftest import ALL_RIGHT, ALL_WRONG, FOUR_RIGHT, TWO_RIGHT, Give, Sit
from tests.progress.test_record import AT_ONCE, NEVER

pytestmark = pytest.mark.usefixtures("only_given", "at")


class Words(HTMLParser):
    """Collects what a person reads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def __str__(self) -> str:
        return " ".join(" ".join(self.parts).split())


def words(client: FlaskClient, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return str(Words(response.text))


@pytest.fixture
def book(cast: Cast) -> str:
    return f"/classes/{cast.class_}/gradebook"


@pytest.fixture
def term(give: Give, sit: Sit, cast: Cast) -> tuple[int, int]:
    """Two closed quizzes: Heron 80 and 100 percent, Wren 40 and missed, Eagle nothing."""
    first, second = give(9), give(2)
    sit(first, cast.heron, FOUR_RIGHT)
    sit(second, cast.heron, ALL_RIGHT)
    sit(first, cast.wren, TWO_RIGHT)
    return first, second


def test_pages_are_for_those_who_teach_the_class(
    book: str, cast: Cast, teacher: FlaskClient, outsider_teacher: FlaskClient, heron: FlaskClient
) -> None:
    student = f"/classes/{cast.class_}/students/{cast.heron}"
    for url in (book, f"{book}/rules", f"{book}/{cast.heron}", student, f"{student}/print"):
        found = [client.get(url).status_code for client in (teacher, outsider_teacher, heron)]
        assert found == [200, 404, 403], url


def test_a_student_of_another_class_is_not_found(book: str, cast: Cast, teacher: FlaskClient) -> None:
    student = f"/classes/{cast.class_}/students/{cast.outsider}"
    for url in (f"{book}/{cast.outsider}", student, f"{student}/print"):
        assert teacher.get(url).status_code == 404


def test_before_any_quiz_the_pages_say_what_will_be_there(
    book: str, cast: Cast, teacher: FlaskClient, heron: FlaskClient
) -> None:
    assert "Give this class a quiz: each quiz is a column here" in words(teacher, book)
    assert "Nothing counts yet, so there is no figure." in words(teacher, f"{book}/{cast.heron}")
    student = f"/classes/{cast.class_}/students/{cast.heron}"
    assert "once a quiz is handed in" in words(teacher, student)
    assert "Blue Heron was given no quiz yet." in words(teacher, f"{student}/print")
    assert "Nothing handed in yet" in words(heron, "/progress")


def test_the_gradebook_says_how_its_figures_are_made(
    book: str, term: tuple[int, int], teacher: FlaskClient
) -> None:
    page = words(teacher, book)
    assert "Each figure is the mean of the quizzes, each counting the same." in page
    assert "What is not handed in does not count; it is not taken for a zero." in page
    response = teacher.get(book).text
    assert 'aria-label="90%, how the figure of Blue Heron was made"' in response
    assert 'aria-label="Grey Wren, Library check: Not handed in: does not count"' in response


def test_the_gradebook_is_ordered_by_figure_when_asked(
    book: str, term: tuple[int, int], teacher: FlaskClient
) -> None:
    page = teacher.get(f"{book}?order=figure").text
    assert page.index("Grey Wren") < page.index("Blue Heron") < page.index("Sea Eagle")


def test_a_figure_is_taken_apart_and_each_result_opens(
    book: str, term: tuple[int, int], cast: Cast, teacher: FlaskClient
) -> None:
    page = teacher.get(f"{book}/{cast.heron}").text
    assert "90% = (80% + 100%) ÷ 2." in page
    for assignment in term:
        (link,) = re.findall(rf'href="(/assignments/{assignment}/report/responses/\d+/1)"', page)
        assert teacher.get(link).status_code == 200
    assert "Not handed in: does not count" in words(teacher, f"{book}/{cast.wren}")


def rules_sent(term: tuple[int, int], **changed: str) -> dict[str, str]:
    first, second = term
    return {
        "categories-0-name": "Quizzes",
        "categories-0-weight": "60",
        "categories-0-drop": "",
        "categories-1-name": "",
        "categories-1-weight": "",
        "categories-2-name": " Home  work ",
        "categories-2-weight": "39,5",
        "categories-2-drop": "1",
        f"place-{first}": "0",
        f"place-{second}": "2",
        **changed,
    }


def test_rules_are_decided_in_one_form_and_undone_by_one_press(
    app: Flask, book: str, term: tuple[int, int], cast: Cast, teacher: FlaskClient
) -> None:
    first, second = term
    sent = teacher.post(f"{book}/rules", data=rules_sent(term, missed_is_zero="y"))
    assert (sent.status_code, sent.location) == (303, book)
    with app.app_context():
        assert rules_of(db.session.get_one(Class, cast.class_)) == Rules(
            True,
            (Category("Quizzes", 60.0), Category("Home work", 39.5, 1)),
            {first: 0, second: 1},
            frozenset(),
        )
    page = words(teacher, book)
    assert (
        "by weight, a category being the mean of its quizzes: Quizzes 60 and Home work 39.5 (lowest" in page
    )
    assert "The figures are made anew." in page
    figure = words(teacher, f"{book}/{cast.heron}")
    assert "87.9% = (Quizzes 80% × 60 + Home work 100% × 39.5) ÷ 99.5." in figure
    assert "Not handed in: counted as 0%" in words(teacher, f"{book}/{cast.wren}")
    teacher.post(f"{book}/rules", data={})
    with app.app_context():
        assert rules_of(db.session.get_one(Class, cast.class_)) == Rules(False, (), {}, frozenset())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("categories-0-weight", "", "Write what it weighs, such as 40."),
        ("categories-0-weight", "-1", "Write a number from 0 to 1000, such as 40."),
        ("categories-0-weight", "1001", "Write a number from 0 to 1000, such as 40."),
        ("categories-0-weight", "many", "Write a number from 0 to 1000, such as 40."),
        ("categories-0-weight", "nan", "Write a number from 0 to 1000, such as 40."),
        ("categories-0-drop", "-1", "Write a number from 0 to 20."),
        ("categories-0-drop", "x", "Write a whole number, such as 10."),
        ("categories-0-name", "", "Name it, or empty the row."),
        ("categories-0-name", "n" * 61, "Make it 60 characters or fewer."),
        ("categories-0-name", "home WORK", "Two categories have the same name: change one."),
    ],
)
def test_what_cannot_be_is_said_in_words(
    app: Flask,
    book: str,
    term: tuple[int, int],
    cast: Cast,
    teacher: FlaskClient,
    name: str,
    value: str,
    said: str,
) -> None:
    sent = teacher.post(f"{book}/rules", data=rules_sent(term, **{name: value}))
    assert sent.status_code == 422
    assert said in sent.text
    with app.app_context():
        assert rules_of(db.session.get_one(Class, cast.class_)).categories == ()


def test_places_that_cannot_be_leave_a_quiz_unsorted(
    book: str, term: tuple[int, int], teacher: FlaskClient
) -> None:
    first, second = term
    places = {f"place-{first}": "1", f"place-{second}": "-1", "place-99999": "0", "place-x": "0"}
    assert teacher.post(f"{book}/rules", data=rules_sent(term, **places)).status_code == 303
    assert "2 quizzes are in no category, so they do not count" in words(teacher, book)


def test_more_categories_than_fit_are_not_taken(
    book: str, term: tuple[int, int], teacher: FlaskClient
) -> None:
    many = {f"categories-{n}-{part}": f"{n}" for n in range(40) for part in ("name", "weight")}
    assert teacher.post(f"{book}/rules", data=many).status_code == 303
    assert words(teacher, f"{book}/rules").count("Lowest dropped") == 8


def test_a_student_is_excused_with_a_reason_and_counted_again(
    app: Flask, book: str, term: tuple[int, int], cast: Cast, teacher: FlaskClient, heron: FlaskClient
) -> None:
    here = f"{book}/{cast.heron}"
    sent = teacher.post(f"{here}/{term[0]}/excuse", data={"reason": " Ill <b>that</b> week. "})
    assert sent.location == f"{here}#a-{term[0]}"
    page = teacher.get(here).text
    assert "“Ill &lt;b&gt;that&lt;/b&gt; week.”" in page
    assert "Excused: does not count, though scored 80%" in page
    assert "Blue Heron: 100%" in str(Words(page))
    assert "Ill" not in words(heron, "/progress")
    assert "Ill" not in words(teacher, f"/classes/{cast.class_}/students/{cast.heron}/print")
    teacher.post(f"{here}/{term[0]}/count")
    assert "Blue Heron: 90%" in words(teacher, here)
    with app.app_context():
        acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
        assert acts == ["gradebook.excused", "gradebook.counted_again"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [("  ", "Write why, such as: ill that week."), ("x" * 201, "Make it 200 characters or fewer.")],
)
def test_a_reason_is_asked_for(
    app: Flask, book: str, term: tuple[int, int], cast: Cast, teacher: FlaskClient, reason: str, said: str
) -> None:
    sent = teacher.post(f"{book}/{cast.heron}/{term[0]}/excuse", data={"reason": reason})
    assert sent.status_code == 422
    assert said in sent.text
    with app.app_context():
        assert db.session.query(Excusal).count() == 0


def test_nobody_is_excused_from_what_their_class_was_not_given(
    app: Flask, book: str, term: tuple[int, int], cast: Cast, teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Assignment, term[1]).class_id = cast.outsider_class
        db.session.commit()
    for user, given in ((cast.heron, term[1]), (cast.heron, 999), (cast.outsider, term[0])):
        for act in ("excuse", "count"):
            sent = teacher.post(f"{book}/{user}/{given}/{act}", data={"reason": "Ill."})
            assert sent.status_code == 404


def test_a_sample_class_is_looked_at_and_left_as_it_is(
    app: Flask, book: str, term: tuple[int, int], cast: Cast, outsider_teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Class, cast.class_).sample = True
        db.session.commit()
    student = f"/classes/{cast.class_}/students/{cast.heron}"
    for url in (book, f"{book}/{cast.heron}", student, f"{student}/print"):
        assert "Sample class, made-up answers" in words(outsider_teacher, url)
    assert outsider_teacher.get(f"{book}/rules").status_code == 404
    sent = outsider_teacher.post(f"{book}/{cast.heron}/{term[0]}/excuse", data={"reason": "Ill."})
    assert sent.status_code == 404


# ---- one student


def test_a_student_page_opens_the_answers_that_mastery_rests_on(
    term: tuple[int, int], cast: Cast, teacher: FlaskClient
) -> None:
    page = teacher.get(f"/classes/{cast.class_}/students/{cast.heron}").text
    said = str(Words(page))
    assert "1 of 2 passages can be judged; none of them is weak." in said
    assert "2 questions, too few to say" in said
    assert "Secure · 3 questions" in said
    links = re.findall(rf'href="(/assignments/{term[1]}/report/responses/\d+/5)"', page)
    assert len(links) == 2  # for the passage, and for the objective
    assert teacher.get(links[0]).status_code == 200


def test_the_sheet_for_parents_has_plain_words_and_nobody_else(
    term: tuple[int, int], cast: Cast, teacher: FlaskClient
) -> None:
    said = words(teacher, f"/classes/{cast.class_}/students/{cast.wren}/print")
    assert "Grey Wren has handed in 1 of 2 quizzes. Not handed in: Library check." in said
    assert "The figure in the gradebook is 40%." in said
    assert "2 of 5, 40%" in said
    for other in ("Blue Heron", "Sea Eagle", "Red Kite", "mean", "class stands"):
        assert other not in said


def test_the_sheet_leaves_out_what_the_student_does_not_see_unless_asked(
    give: Give, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    sit(give(2, review=NEVER), cast.heron, FOUR_RIGHT)
    sheet = f"/classes/{cast.class_}/students/{cast.heron}/print"
    said = words(teacher, sheet)
    assert "1 score that Blue Heron does not see now is left out" in said
    assert "Handed in, score not shown" in said
    assert "80%" not in said
    whole = words(teacher, f"{sheet}?all=1")
    assert "4 of 5, 80%" in whole
    assert "The figure in the gradebook is 80%." in whole


def test_the_own_page_leads_to_practice_and_to_the_answers(
    give: Give, sit: Sit, cast: Cast, heron: FlaskClient
) -> None:
    attempt = sit(give(2, review=AT_ONCE), cast.heron, TWO_RIGHT)
    page = heron.get("/progress").text
    said = str(Words(page))
    assert "3 to look at again" in said
    assert "2 of 5, 12 Sep" in said
    for link in (f"/attempts/{attempt}/practise?of=again", f"/attempts/{attempt}/review?q=3"):
        assert f'href="{link}"' in page
        assert heron.get(link).status_code in (200, 303)


def test_the_own_page_tells_nothing_that_is_not_released(
    give: Give, sit: Sit, cast: Cast, heron: FlaskClient
) -> None:
    sit(give(2, review=NEVER), cast.heron, ALL_WRONG)
    page = heron.get("/progress").text
    assert "Your teacher has not released how your quizzes went." in page
    for secret in (*PASSAGES.values(), "hours-opening", "rules/hours", "¶", "Opening time", "0 of 5"):
        assert secret not in page


def test_the_own_page_has_nobody_else(
    give: Give, sit: Sit, cast: Cast, heron: FlaskClient, client_of: Callable[[int], FlaskClient]
) -> None:
    given = give(2, review=AT_ONCE)
    sit(given, cast.wren, TWO_RIGHT)
    page = heron.get("/progress").text
    assert "Grey Wren" not in page
    assert "Nothing handed in yet" in page
    assert "2 of 5" in client_of(cast.wren).get("/progress").text


def test_names_and_titles_are_words_and_no_markup(
    app: Flask, book: str, term: tuple[int, int], cast: Cast, teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Assignment, term[0]).quiz.title = "<i>Check</i>"
        db.session.commit()
    student = f"/classes/{cast.class_}/students/{cast.heron}"
    for url in (book, f"{book}/{cast.heron}", f"{book}/rules", student, f"{student}/print"):
        page = teacher.get(url).text
        assert "&lt;i&gt;Check" in page
        assert "<i>Check" not in page


def test_what_the_deadline_ended_is_handed_in_before_it_is_counted(
    give: Give, sit: Sit, cast: Cast, book: str, teacher: FlaskClient, at: Callable[[datetime], None]
) -> None:
    sit(give(2), cast.heron, FOUR_RIGHT, submitted=False, deadline_at=NOW)
    assert "Blue Heron, Library check: Begun, not handed in yet" in teacher.get(book).text
    at(NOW + timedelta(hours=1))
    assert "Blue Heron, Library check: 80%" in teacher.get(book).text
