"""Making a quiz, by hand and quickly."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.banks.models import Passage, Question
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from tests.cast import Cast

ALL_TYPES = ["multiple_choice", "multiple_response", "true_false", "short_text", "numeric"]


def question_ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {row.slug: row.id for row in db.session.query(Question)}


def passage_ids(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.slug: str(row.id) for row in db.session.query(Passage)}


def slugs_of(app: Flask, quiz_id: int) -> list[str]:
    with app.app_context():
        return [link.question.slug for link in db.session.get_one(Quiz, quiz_id).questions]


def newest(app: Flask) -> Quiz:
    with app.app_context():
        return db.session.query(Quiz).order_by(Quiz.id.desc()).first()


def test_the_list_shows_ones_own_and_the_ready_made(
    app: Flask, teacher: FlaskClient, outsider_teacher: FlaskClient, cast: Cast
) -> None:
    assert "Library check" in teacher.get("/quizzes").text
    assert "given to History 10B" in teacher.get("/quizzes").text
    other = outsider_teacher.get("/quizzes").text
    assert "No quizzes of yours yet" in other
    assert "Library check" not in other
    with app.app_context():
        quiz = db.session.get_one(Quiz, cast.quiz)
        quiz.owner, quiz.slug = None, "check"
        db.session.commit()
    other = outsider_teacher.get("/quizzes").text
    assert "Ready-made" in other
    assert "Library check" in other
    assert "History 10B" not in other


def test_students_have_no_business_here_and_strangers_sign_in_first(
    heron: FlaskClient, anonymous: FlaskClient, cast: Cast
) -> None:
    for path in (
        "/quizzes",
        "/quizzes/new",
        "/quizzes/quick",
        f"/quizzes/{cast.quiz}",
        f"/quizzes/{cast.quiz}/preview",
    ):
        assert heron.get(path).status_code == 403
        assert anonymous.get(path).status_code == 302


def test_who_comes_from_a_class_finds_it_ticked_after_making_a_quiz(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    here = f"class={cast.class_}"
    assert f"/quizzes/quick?{here}" in teacher.get(f"/quizzes?{here}").text
    sent = {"count": "2", "types": ALL_TYPES, "passages": list(passage_ids(app).values())}
    made = teacher.post(f"/quizzes/quick?{here}", data=sent).location
    assert made == f"/quizzes/{newest(app).id}/edit?{here}"
    saved = teacher.post(made, data={"title": "For the class", "assign": "1"}).location
    assert saved == f"/quizzes/{newest(app).id}/assign?{here}"
    assert f"/quizzes/quick?{here}" not in teacher.get("/quizzes").text


@pytest.mark.parametrize("page", ["", "/edit", "/questions", "/preview", "/assign"])
def test_an_outsider_teacher_finds_no_page_of_the_quiz(
    page: str, outsider_teacher: FlaskClient, cast: Cast
) -> None:
    assert outsider_teacher.get(f"/quizzes/{cast.quiz}{page}").status_code == 404


@pytest.mark.parametrize(
    "act", ["edit", "questions", "put-back", "copy", "archive", "restore", "preview", "assign"]
)
def test_an_outsider_teacher_can_do_nothing_to_the_quiz(
    act: str, app: Flask, outsider_teacher: FlaskClient, cast: Cast
) -> None:
    sent = {"title": "Mine now", "question": "1", "position": "1", "remove": "1"}
    assert outsider_teacher.post(f"/quizzes/{cast.quiz}/{act}", data=sent).status_code == 404
    assert len(slugs_of(app, cast.quiz)) == 5
    assert newest(app).title == "Library check"


def test_a_new_quiz_goes_on_to_its_questions(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    response = teacher.post("/quizzes/new", data={"title": " Rules ", "intro": "", "time_limit": "15"})
    quiz = newest(app)
    assert (response.status_code, response.location) == (303, f"/quizzes/{quiz.id}/questions")
    assert (quiz.title, quiz.time_limit, quiz.owner_id) == ("Rules", 15, cast.teacher)
    assert "Tick approved questions" in teacher.get(f"/quizzes/{quiz.id}").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "Give the quiz a title."),
        ({"title": "   "}, "Give the quiz a title."),
        ({"title": "x" * 201}, "Shorten the title to 200 characters."),
        ({"intro": "x" * 2001}, "Shorten this to 2,000 characters."),
        ({"time_limit": "soon"}, "Write a whole number, such as 10."),
        ({"time_limit": "0"}, "Write minutes from 1 to 600"),
        ({"time_limit": "601"}, "Write minutes from 1 to 600"),
        ({"time_limit": "9" * 5000}, "Write a whole number, such as 10."),
    ],
)
def test_a_bad_field_says_how_to_mend_it_and_makes_nothing(
    change: dict[str, str], words: str, app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    sent = {"title": "Rules", "intro": "", "time_limit": "", **change}
    for path in ("/quizzes/new", f"/quizzes/{cast.quiz}/edit"):
        response = teacher.post(path, data=sent)
        assert response.status_code == 422
        assert words in response.text
    assert newest(app).title == "Library check"


def test_the_edit_page_keeps_the_text_while_a_question_moves(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    ids = question_ids(app)
    sent = {"title": "Anew", "intro": "", "time_limit": "", "up": str(ids["loans-allowed"])}
    response = teacher.post(f"/quizzes/{cast.quiz}/edit", data=sent)
    assert response.location == f"/quizzes/{cast.quiz}/edit#question-{ids['loans-allowed']}"
    assert slugs_of(app, cast.quiz)[:2] == ["loans-allowed", "hours-opening"]
    assert newest(app).title == "Anew"


def test_a_question_taken_out_comes_back_by_undo(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    gone = str(question_ids(app)["loans-allowed"])
    sent = {"title": "Library check", "intro": "", "time_limit": "", "remove": gone}
    page = teacher.post(f"/quizzes/{cast.quiz}/edit", data=sent, follow_redirects=True).text
    assert "“What may be borrowed” was taken out." in page
    assert f'action="/quizzes/{cast.quiz}/put-back"' in page
    assert slugs_of(app, cast.quiz) == ["hours-opening", "hours-door", "loans-librarian", "loans-count"]
    teacher.post(f"/quizzes/{cast.quiz}/put-back", data={"question": gone, "position": "2"})
    assert slugs_of(app, cast.quiz)[1] == "loans-allowed"


@pytest.mark.parametrize("sent", [{"up": "x"}, {"remove": ""}, {"down": "٣"}, {"up": "9" * 40}])
def test_a_button_that_is_not_ours_is_refused(sent: dict[str, str], teacher: FlaskClient, cast: Cast) -> None:
    data = {"title": "Library check", "intro": "", "time_limit": "", **sent}
    assert teacher.post(f"/quizzes/{cast.quiz}/edit", data=data).status_code == 400


def test_a_question_that_is_not_in_the_quiz_cannot_be_moved(teacher: FlaskClient, cast: Cast) -> None:
    data = {"title": "Library check", "intro": "", "time_limit": "", "up": "999"}
    assert teacher.post(f"/quizzes/{cast.quiz}/edit", data=data).status_code == 404


def test_ticked_questions_are_added_and_drafts_are_not_offered(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post("/quizzes/new", data={"title": "Rules", "intro": "", "time_limit": ""})
    quiz, ids = newest(app), question_ids(app)
    page = teacher.get(f"/quizzes/{quiz.id}/questions").text
    assert "The library opens at nine on school days." in page
    assert "Where the hours stand" in page
    assert "A draft" not in page
    sent = {"question": [str(ids["hours-door"]), str(ids["hours-draft"]), str(ids["hours-opening"]), "x"]}
    response = teacher.post(f"/quizzes/{quiz.id}/questions", data=sent)
    assert response.location == f"/quizzes/{quiz.id}/edit#questions"
    assert slugs_of(app, quiz.id) == ["hours-door", "hours-opening"]


def test_adding_nothing_says_so(teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.post(f"/quizzes/{cast.quiz}/questions", data={}, follow_redirects=True).text
    assert "Nothing was added: tick the questions you want first." in page


def test_the_questions_can_be_searched_and_what_was_ticked_comes_along(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post("/quizzes/new", data={"title": "Rules", "intro": "", "time_limit": ""})
    quiz, ids = newest(app), question_ids(app)
    page = teacher.get(f"/quizzes/{quiz.id}/questions?words=LIBRARIAN+who&question={ids['loans-count']}").text
    assert "The librarian’s name" in page or "The librarian&#39;s name" in page
    assert "Where the hours stand" not in page
    assert f'<input type="hidden" name="question" value="{ids["loans-count"]}">' in page
    assert "Nothing fits" in teacher.get(f"/quizzes/{quiz.id}/questions?words=zebra").text
    only = teacher.get(f"/quizzes/{quiz.id}/questions?type=numeric").text
    assert "How many books" in only
    assert "Opening time" not in only


def test_a_question_retired_since_says_so(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        db.session.get_one(Question, question_ids(app)["hours-door"]).status = "retired"
        db.session.commit()
    page = teacher.get(f"/quizzes/{cast.quiz}").text
    assert "Retired since" in page
    assert "1 question of this quiz is not approved any more and will be left out" in page
    assert "Retired since" in teacher.get(f"/quizzes/{cast.quiz}/edit").text


def test_an_archived_quiz_is_hidden_and_comes_back(teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.post(f"/quizzes/{cast.quiz}/archive", follow_redirects=True).text
    assert "“Library check” was archived." in page
    assert "1 archived" in page
    assert "Library check" not in teacher.get("/quizzes").text
    assert "Library check" in teacher.get("/quizzes?archived=1").text
    teacher.post(f"/quizzes/{cast.quiz}/restore")
    assert "Library check" in teacher.get("/quizzes").text


def test_a_copy_is_ones_own(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    response = teacher.post(f"/quizzes/{cast.quiz}/copy")
    assert response.location == f"/quizzes/{newest(app).id}"
    assert newest(app).title == "Library check (copy)"


# ---- quick


def quick(app: Flask, **change: Any) -> dict[str, Any]:
    return {
        "title": "",
        "count": "4",
        "types": ALL_TYPES,
        "passages": list(passage_ids(app).values()),
        **change,
    }


def test_the_quick_page_shows_the_passages_with_their_counts(teacher: FlaskClient) -> None:
    page = teacher.get("/quizzes/quick").text
    assert "¶ 1.1" in page
    assert "A student may borrow three books at a time" in page
    assert "2 questions" in page
    assert "3 questions" in page
    assert page.count("checked") == 7  # two passages, five types


def test_a_quick_quiz_asks_as_many_as_wanted_over_both_passages(app: Flask, teacher: FlaskClient) -> None:
    response = teacher.post("/quizzes/quick", data=quick(app))
    quiz = newest(app)
    assert response.location == f"/quizzes/{quiz.id}/edit"
    assert quiz.title == "The rules of the library: 4 questions"
    slugs = slugs_of(app, quiz.id)
    assert [slug.split("-")[0] for slug in slugs] == ["hours", "hours", "loans", "loans"]


def test_a_quick_quiz_keeps_to_passages_and_types_and_says_when_there_are_fewer(
    app: Flask, teacher: FlaskClient
) -> None:
    sent = quick(app, passages=[passage_ids(app)["loans"]], types=["numeric", "short_text"], count="10")
    page = teacher.post("/quizzes/quick", data=sent, follow_redirects=True).text
    assert "You asked for 10; there are 2 approved questions of these types about these passages." in page
    assert sorted(slugs_of(app, newest(app).id)) == ["loans-count", "loans-librarian"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": ""}, "Write how many questions, such as 10."),
        ({"count": "0"}, "Write a number from 1 to 100."),
        ({"count": "many"}, "Write a whole number, such as 10."),
        ({"types": []}, "Tick at least one type of question."),
        ({"types": ["essay"]}, "Something ticked is not in the list any more"),
        ({"passages": []}, "Tick at least one passage."),
        ({"passages": ["999"]}, "Something ticked is not in the list any more"),
        ({"title": "x" * 201}, "Shorten the title to 200 characters."),
    ],
)
def test_a_bad_quick_quiz_says_how_to_mend_it(
    change: dict[str, Any], words: str, app: Flask, teacher: FlaskClient
) -> None:
    response = teacher.post("/quizzes/quick", data=quick(app, **change))
    assert response.status_code == 422
    assert words in response.text
    assert newest(app).title == "Library check"


def test_passages_without_questions_of_the_types_say_so(app: Flask, teacher: FlaskClient) -> None:
    response = teacher.post(
        "/quizzes/quick", data=quick(app, passages=[passage_ids(app)["hours"]], types=["numeric"])
    )
    assert response.status_code == 422
    assert "These passages have no approved questions of these types" in response.text


def test_without_approved_questions_both_ways_lead_to_the_bank(app: Flask, teacher: FlaskClient) -> None:
    with app.app_context():
        db.session.query(Question).update({"status": "draft"})
        db.session.commit()
    for path in ("/quizzes/quick", "/quizzes/new"):
        assert "No approved questions yet" in teacher.get(path).text
