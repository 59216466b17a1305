"""What to reteach and to whom: the first screen, groups, the quiz and the sheet made of it."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.attempts.models import Attempt
from quizapp.banks.models import Question, RevisionCite
from quizapp.cards.models import CardSending
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.reports.grouping import suggestion
from quizapp.reports.report import Report
from quizapp.reports.service import report_for_viewing
from quizapp.reports.wording import headline, some_names, untold
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HOURS_LOST, Sit
from tests.reports.essays import hand_in, make_essay_assignment
from tests.reports.test_views import words

Read = Callable[..., Report]


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=15))


@pytest.fixture
def read(app: Flask, cast: Cast) -> Iterator[Read]:
    with app.app_context():
        yield lambda: report_for_viewing(db.session.get(User, cast.teacher), cast.assignment)


@pytest.fixture
def base(cast: Cast) -> str:
    return f"/assignments/{cast.assignment}/report"


# ---- the first screen


def test_the_first_screen_says_what_to_teach_again_why_and_to_whom(
    base: str, lost: dict[str, int], teacher: FlaskClient
) -> None:
    page = words(teacher, base)
    assert "Teach this passage again. 5 of 6 have handed in." in page
    assert "¶ 1.1 Rules The library opens at nine on school days." in page
    assert "40% Not yet · n 5" in page
    assert "by 3 of 5: “At eight” Eight is when the school opens." in page
    assert "3 of 5 missed it" in page
    assert f'{base}/responses/{lost["Tall Egret"]}/1">Tall Egret</a>' in teacher.get(base).text
    assert "Group 1, 3 students who missed ¶ 1.1: Little Tern, Quiet Owl and Tall Egret" in page


def test_passages_that_fell_short_without_being_missed_are_named_too(
    base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    page = words(teacher, base)
    assert "Teach these two passages again." in page
    assert "0 of 5 missed it" in page
    assert "To whom" not in page


def test_where_all_is_secure_there_is_nothing_to_teach_again(
    read: Read, sit: Sit, enrol: Callable[[str], int]
) -> None:
    for name in ("A", "B", "C", "D", "E"):
        sit(enrol(name), ALL_RIGHT)
    assert read().enough
    assert headline(read()) == ""


def test_with_too_few_answers_nothing_is_ordered(
    base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    sit(cast.heron, ALL_WRONG)
    page = words(teacher, base)
    assert "Teach" not in page
    assert "too few to say what the class knows" in page
    assert "What they missed, without figures: n 1." in page


def test_a_question_that_was_dropped_is_left_out_of_what_to_reteach(
    app: Flask, base: str, five: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    with app.app_context():
        for slot in db.session.get(Assignment, cast.assignment).slots:
            if slot.slot in (1, 3):
                slot.treatment = "dropped"
        db.session.commit()
    page = words(teacher, base)
    assert "Teach this passage again." in page
    assert "¶ 1.1" not in page
    assert "Question dropped" in words(teacher, f"{base}/reading")


def test_a_passage_whose_answers_wait_to_be_marked_says_so(
    app: Flask, cast: Cast, client_of: Callable[[int], FlaskClient], teacher: FlaskClient
) -> None:
    with app.app_context():
        essays = make_essay_assignment(cast).id
        db.session.commit()
    hand_in(client_of(cast.heron), essays, "Nine suits us.")
    assert "Still to be marked" in words(teacher, f"/assignments/{essays}/report/reading")


def test_a_student_that_a_draw_asked_less_of_is_opened_at_a_question_that_was_asked(
    app: Flask, base: str, lost: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.get(Assignment, cast.assignment).sections = [{"ask": 4}]
        attempt = db.session.get(Attempt, lost["Quiet Owl"])
        attempt.layout, attempt.vector = attempt.layout[1:], attempt.vector[1:]
        db.session.commit()
    page = teacher.get(base).text
    assert f"{base}/responses/{lost['Quiet Owl']}/3" in page
    assert f"{base}/responses/{lost['Quiet Owl']}/1" not in page
    assert f"{base}/responses/{lost['Tall Egret']}/1" in page
    grid = teacher.get(f"{base}/students").text
    assert "Quiet Owl, question 1" not in grid
    assert "Quiet Owl, question 3: wrong" in grid


def test_passages_asked_about_by_the_same_question_are_explained_once(
    app: Flask, base: str, lost: dict[str, int], passages: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    with app.app_context():
        first, *others = db.session.get(Assignment, cast.assignment).slots
        for slot in others:
            slot.treatment = "dropped"
        cite = RevisionCite(
            revision_id=first.revision_id, passage_id=passages["loans"], position=2, digest="0" * 64
        )
        db.session.add(cite)
        db.session.commit()
    page = words(teacher, base)
    assert "Teach these two passages again." in page
    assert page.count("“At eight”") == 1
    assert "Asked by the same question as ¶ 1.1: what was chosen and who missed it stand there." in page


def test_a_long_group_is_named_in_part() -> None:
    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

    assert some_names([Named(name) for name in "ABCDEF"]) == "A, B, C, D, E and F"  # type: ignore[list-item]
    assert some_names([Named(name) for name in "ABCDEFG"]) == "A, B, C, D, E and 2 more"  # type: ignore[list-item]


# ---- groups


def test_groups_are_those_who_missed_the_same_passages(
    read: Read, lost: dict[str, int], sit: Sit, cast: Cast
) -> None:
    sit(cast.eagle, ALL_WRONG)
    found = suggestion(read())
    # All four missed ¶ 1.1; ¶ 1.2 was missed by one of them alone.
    assert [([p.number for p in g.passages], [s.name for s in g.students]) for g in found.groups] == [
        (["1.1"], ["Little Tern", "Quiet Owl", "Sea Eagle", "Tall Egret"])
    ]
    assert found.alone == ()


@pytest.mark.parametrize(("others", "to_teach"), [(0, ["1.1", "1.2"]), (16, ["1.1"])])
def test_groups_rest_on_the_passages_to_teach_again_alone(
    read: Read, lost: dict[str, int], sit: Sit, enrol: Callable[[str], int], others: int, to_teach: list[str]
) -> None:
    loans_lost = ALL_RIGHT | {slot: ALL_WRONG[slot] for slot in (2, 4, 5)}
    for name in ("Amber Finch", "Red Kite"):
        sit(enrol(name), loans_lost)
    for place in range(others):  # then ¶ 1.2 is secure, and the two who missed it are no group
        sit(enrol(f"Starling {place}"), ALL_RIGHT)
    report = read()
    assert [weak.passage.number for weak in report.weakest] == to_teach
    assert [p.number for group in suggestion(report).groups for p in group.passages] == to_teach


def test_who_missed_something_alone_is_in_no_group(read: Read, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, HOURS_LOST)
    found = suggestion(read())
    assert found.groups == ()
    assert [one.name for one in found.alone] == ["Grey Wren"]


# ---- the follow-up quiz


def follow_up(client: FlaskClient, base: str, *passages: int) -> tuple[int, str]:
    answer = client.post(f"{base}/follow-up", data={"passage": [str(one) for one in passages]})
    return answer.status_code, answer.location


def questions_of(app: Flask, quiz_id: int) -> list[str]:
    with app.app_context():
        return [link.question.slug for link in db.session.get_one(Quiz, quiz_id).questions]


def quiz_in(location: str) -> int:
    return int(location.partition("?")[0].rpartition("/")[2])


def test_a_click_in_the_moment_of_a_deadline_makes_the_quiz_all_the_same(
    app: Flask, base: str, five: dict[str, int], cast: Cast, sit: Sit, teacher: FlaskClient
) -> None:
    late = sit(cast.heron, ALL_WRONG, number=2, submitted=False)
    with app.app_context():
        db.session.get_one(Attempt, late).deadline_at = NOW - timedelta(minutes=5)
        db.session.commit()
    status, location = follow_up(teacher, base)
    assert status == 303
    assert quiz_in(location)


def test_one_click_makes_a_quiz_of_the_questions_about_the_weakest_passages(
    app: Flask, base: str, five: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    status, location = follow_up(teacher, base)
    assert status == 303
    assert location.endswith(f"?class={cast.class_}")
    made = quiz_in(location)
    assert questions_of(app, made) == [
        "hours-opening",
        "loans-allowed",
        "hours-door",
        "loans-librarian",
        "loans-count",
    ]
    with app.app_context():
        quiz = db.session.get_one(Quiz, made)
        assert (quiz.title, quiz.owner_id) == ("Again: Library check", cast.teacher)
    page = words(teacher, location)
    assert "Made a quiz of 5 questions the class missed. Look it over, then assign it." in page
    assert f'value="{cast.class_}" checked' in teacher.get(
        f"/quizzes/{made}/assign?class={cast.class_}"
    ).text.replace("checked value", "value")


def test_a_second_click_finds_the_same_quiz(base: str, five: dict[str, int], teacher: FlaskClient) -> None:
    assert follow_up(teacher, base) == follow_up(teacher, base)


def test_a_group_gets_a_quiz_of_what_it_missed(
    app: Flask, base: str, five: dict[str, int], passages: dict[str, int], teacher: FlaskClient
) -> None:
    _, location = follow_up(teacher, base, passages["loans"])
    assert questions_of(app, quiz_in(location)) == ["loans-allowed", "loans-librarian", "loans-count"]


def test_what_is_not_approved_any_more_is_left_out_and_said(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    with app.app_context():
        for slug in ("loans-count", "hours-door"):
            db.session.query(Question).filter_by(slug=slug).one().status = "retired"
        db.session.commit()
    _, location = follow_up(teacher, base)
    assert questions_of(app, quiz_in(location)) == ["hours-opening", "loans-allowed", "loans-librarian"]
    assert "2 are not approved any more and left out." in words(teacher, location)


def test_without_a_question_to_ask_again_it_says_so(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.query(Question).update({"status": "retired"})
        db.session.commit()
    assert follow_up(teacher, base) == (303, base)
    assert "No question about these passages can be asked again" in words(teacher, base)
    assert follow_up(teacher, base, 99999) == (303, base)


def test_of_a_sample_class_a_teacher_gets_a_quiz_for_a_class_of_their_own(
    app: Flask, base: str, five: dict[str, int], cast: Cast, outsider_teacher: FlaskClient
) -> None:
    with app.app_context():
        class_ = db.session.get_one(Class, cast.class_)
        class_.sample, class_.teacher_id = True, None
        db.session.commit()
    status, location = follow_up(outsider_teacher, base)
    assert status == 303
    assert "class=" not in location
    with app.app_context():
        assert db.session.get_one(Quiz, quiz_in(location)).owner_id == cast.outsider_teacher


# ---- the sheet


def test_the_sheet_has_passage_question_and_what_went_wrong_and_names_only_if_asked(
    base: str, lost: dict[str, int], teacher: FlaskClient
) -> None:
    page = words(teacher, f"{base}/sheet")
    assert "¶ 1.1 Rules" in page
    assert "The library opens at nine on school days." in page
    assert "According to the rules, when does the library open?" in page
    assert "3 of 5: “At eight”" in page
    assert "Eight is when the school opens." in page
    assert "Quiet Owl" not in page
    assert "Who missed it: Little Tern, Quiet Owl, Tall Egret" in words(teacher, f"{base}/sheet?names=1")


def test_the_sheet_of_a_group_has_its_passages_alone(
    base: str, five: dict[str, int], passages: dict[str, int], teacher: FlaskClient
) -> None:
    page = words(teacher, f"{base}/sheet?passages={passages['loans']}")
    assert "¶ 1.2 Rules" in page
    assert "¶ 1.1" not in page


@pytest.mark.parametrize("passages", ["99999", "x-y", "1e9", "²"])
def test_a_sheet_of_passages_that_are_not_there_says_that_it_is_empty(
    passages: str, base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    assert "Nothing to put on the sheet" in words(teacher, f"{base}/sheet?passages={passages}")


def test_why_a_passage_has_no_share_is_said(read: Read) -> None:
    assert untold(read().results) == "n 0, too few to say"


# ---- cards


def sent_by(form: str) -> dict[str, list[str]]:
    """Return what the form of a page sends, by field."""
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(slot|student|next)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)
    return sent


def forms_to_cards(client: FlaskClient, address: str) -> list[str]:
    return re.findall(
        r'<form[^>]*action="/assignments/\d+/cards">(.*?)</form>', client.get(address).text, re.S
    )


def test_one_click_sends_the_questions_about_the_weakest_passages_to_those_who_missed_them(
    app: Flask, base: str, lost: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    [form] = forms_to_cards(teacher, base)
    sent = sent_by(form)
    assert sent["next"] == [base]
    answer = teacher.post(f"/assignments/{cast.assignment}/cards", data=sent)
    assert (answer.status_code, answer.location) == (303, base)
    assert "Sent 2 questions to the cards of 3 students." in words(teacher, base)
    with app.app_context():
        row = db.session.query(CardSending).one()
        names = sorted(db.session.get_one(User, one.user_id).name for one in row.students)
        assert (row.slots, names) == ([1, 3], ["Little Tern", "Quiet Owl", "Tall Egret"])


def test_a_group_gets_the_cards_of_what_it_missed(
    base: str, lost: dict[str, int], teacher: FlaskClient
) -> None:
    [form] = forms_to_cards(teacher, f"{base}/students?by=passages")
    assert len(sent_by(form)["student"]) == 3


def test_nothing_is_sent_to_made_up_students(
    app: Flask, base: str, lost: dict[str, int], cast: Cast, admin: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Class, cast.class_).sample = True
        db.session.commit()
    assert forms_to_cards(admin, base) == []
