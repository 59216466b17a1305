from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts.models import Attempt
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HALF_RIGHT, Sit

PAGES = ("report", "report/students", "report/questions", "report/reading", "report.csv")


@pytest.fixture
def base(cast: Cast) -> str:
    return f"/assignments/{cast.assignment}"


class Words(HTMLParser):
    """Collects what a person reads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def __str__(self) -> str:
        return " ".join("".join(self.parts).split())


def words(client: FlaskClient, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return str(Words(response.text))


def test_every_page_is_for_those_who_teach_the_class(
    base: str,
    five: dict[str, int],
    teacher: FlaskClient,
    admin: FlaskClient,
    outsider_teacher: FlaskClient,
    heron: FlaskClient,
    anonymous: FlaskClient,
) -> None:
    for page in (*PAGES, f"report/responses/{five['Blue Heron']}/1"):
        url = f"{base}/{page}"
        found = [client.get(url).status_code for client in (teacher, admin, outsider_teacher, heron)]
        assert found == [200, 200, 404, 403], url
        assert anonymous.get(url).status_code == 302


def test_an_unknown_assignment_is_not_found(teacher: FlaskClient) -> None:
    for page in PAGES:
        assert teacher.get(f"/assignments/99999/{page}").status_code == 404


def test_the_overview_opens_with_a_sentence_and_says_who_is_missing(
    base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    page = words(teacher, f"{base}/report")
    assert "5 of 6 have handed in. The class got 70% of the points" in page
    assert "Sea Eagle not begun" in page.replace("Eaglenot", "Eagle not")
    assert "n 5 · mean 3.5 · median 2.5 of 5" in page
    assert "Most chosen instead in question 1, by 3 of 5: “At eight”" in page
    assert page.index("Look at the key of question 1 first: more chose one wrong answer") < page.index(
        "Most chosen instead"
    )


def test_an_assignment_nobody_handed_in_has_pages_that_say_what_will_be_there(
    base: str, teacher: FlaskClient
) -> None:
    assert "Nobody has handed in yet." in words(teacher, f"{base}/report")
    assert "not begun" in words(teacher, f"{base}/report/students")
    assert "No answers yet" in words(teacher, f"{base}/report/questions")
    assert "nothing is shaded" in words(teacher, f"{base}/report/reading")


def test_few_answers_have_no_figures(base: str, sit: Sit, cast: Cast, teacher: FlaskClient) -> None:
    sit(cast.heron, ALL_WRONG)
    for page in ("report", "report/questions", "report/reading"):
        response = teacher.get(f"{base}/{page}")
        assert "n 1, too few to say" in response.text
        assert 'class="hl known-' not in response.text


def test_the_grid_links_each_response_lowest_score_first(
    base: str, five: dict[str, int], sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    page = teacher.get(f"{base}/report/students").text
    assert page.index("Quiet Owl") < page.index("Blue Heron")
    by_name = teacher.get(f"{base}/report/students?order=name").text
    assert by_name.index("Blue Heron") < by_name.index("Quiet Owl")
    assert f'href="{base}/report/responses/{five["Quiet Owl"]}/2"' in page
    for said in (
        "question 1: wrong",
        "question 2: partly right",
        "question 3: right",
        "question 4: no answer",
    ):
        assert f"Quiet Owl, {said}" in page
    assert "Share of points, n 5" in page


def test_a_passage_nobody_was_asked_about_says_so(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        slots = db.session.get(Assignment, cast.assignment).slots
        for slot in slots[1:]:
            db.session.delete(slot)
        for attempt in db.session.query(Attempt):
            attempt.vector, attempt.layout = attempt.vector[:1], attempt.layout[:1]
        db.session.commit()
    page = words(teacher, f"{base}/report/reading")
    assert "40%Not yet · n 5" in page.replace("40% Not", "40%Not")
    assert "Not asked A student may borrow three books" in page.replace("askedA", "asked A")


def test_a_response_shows_answer_key_grade_and_passage(
    base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    page = words(teacher, f"{base}/report/responses/{five['Quiet Owl']}/1")
    assert "Quiet Owl, question 1" in page
    assert "Their answer, wrong" in page
    assert "Right answer" in page
    assert "The library opens at nine on school days." in page
    assert "0 of 1 point" in page


def test_a_response_leads_to_its_neighbours(base: str, five: dict[str, int], teacher: FlaskClient) -> None:
    # Lowest score first: Little Tern, Quiet Owl, Tall Egret, Blue Heron, Grey Wren.
    page = teacher.get(f"{base}/report/responses/{five['Quiet Owl']}/2").text
    for attempt, slot in (("Little Tern", 2), ("Tall Egret", 2), ("Quiet Owl", 1), ("Quiet Owl", 3)):
        assert f'href="{base}/report/responses/{five[attempt]}/{slot}"' in page


def test_a_response_of_another_assignment_is_not_found(
    base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    assert teacher.get(f"{base}/report/responses/{five['Quiet Owl']}/6").status_code == 404
    assert teacher.get(f"{base}/report/responses/99999/1").status_code == 404


def test_several_attempts_are_said_to_count_by_the_highest(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    first = sit(cast.heron, HALF_RIGHT, number=1)
    best = sit(cast.heron, ALL_RIGHT, number=2)
    with app.app_context():
        db.session.get(Assignment, cast.assignment).attempts_allowed = None
        db.session.commit()
    assert "Of several attempts the highest counts" in words(teacher, f"{base}/report")
    page = teacher.get(f"{base}/report/responses/{first}/1").text
    assert f"{base}/report/responses/{best}/1" in page


def test_what_the_deadline_ended_is_handed_in_before_it_is_counted(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = sit(cast.heron, ALL_RIGHT, submitted=False)
    with app.app_context():
        db.session.get(Attempt, attempt).deadline_at = NOW
        db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=12))
    assert "1 of 3 has handed in" in words(teacher, f"{base}/report")


def test_names_are_written_as_words_not_as_markup(
    base: str, sit: Sit, enrol: Callable[[str], int], teacher: FlaskClient
) -> None:
    sit(enrol("<b>Bold</b>"), ALL_WRONG)
    for page in ("report", "report/students"):
        text = teacher.get(f"{base}/{page}").text
        assert "&lt;b&gt;Bold" in text
        assert "<b>Bold" not in text


def test_a_sample_class_wears_its_badge_on_every_page(
    app: Flask, base: str, five: dict[str, int], cast: Cast, admin: FlaskClient, outsider_teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.get(Class, cast.class_).sample = True
        db.session.commit()
    for page in (*PAGES[:4], f"report/responses/{five['Quiet Owl']}/1"):
        assert "Sample class, made-up answers" in words(outsider_teacher, f"{base}/{page}")
    assert "/school/sample/remove" in admin.get(f"{base}/report").text
    assert "/school/sample/remove" not in outsider_teacher.get(f"{base}/report").text


def test_a_response_shows_the_code_of_the_students_receipt(
    base: str, five: dict[str, int], teacher: FlaskClient, client_of: Callable[[int], FlaskClient], cast: Cast
) -> None:
    attempt = five["Blue Heron"]
    receipt = client_of(cast.heron).get(f"/attempts/{attempt}/receipt").text
    code = receipt.split('class="receipt__code mono">')[1][:9]
    assert (
        f'Receipt <span class="mono">{code}</span>'
        in teacher.get(f"{base}/report/responses/{attempt}/1").text
    )
