"""Staff look through a bank, open a question and its revisions, and an admin moves it between states."""

import html
import re

import pytest

from quizapp.accounts.models import AuditEntry
from quizapp.banks.models import Bank, Question
from quizapp.banks.service import (
    add_question,
    add_revision,
    approved_questions,
    bank_by_slug,
    passages_of,
    question_by_slug,
)
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from tests.cast import NOW

LIST = "/bank/library"
OPENING = f"{LIST}/questions/hours-opening"
IN_READING_ORDER = [
    "A draft",
    "Opening time",
    "Where the hours stand",
    "How many books",
    "The librarian&#39;s name",
    "What may be borrowed",
]


def listed(page):
    assert page.status_code == 200
    names = re.findall(r'class="table__name" href="[^"]+">(.*?)</a>', page.text)
    return [re.sub("</?mark[^>]*>", "", name) for name in names]


def test_one_bank_is_opened_at_once(teacher):
    assert teacher.get("/bank").location == LIST


def test_several_banks_are_listed_with_their_counts(app, teacher):
    with app.app_context():
        db.session.add(Bank(slug="attic", title="The attic", meta={}, created_at=NOW))
        db.session.commit()
    page = teacher.get("/bank")
    assert page.text.index("The attic") < page.text.index("The school library")
    assert "0 questions" in page.text
    assert "6 questions" in page.text
    assert "The admin of this school writes and approves questions." in teacher.get("/bank/attic").text


def test_without_a_bank_the_page_says_how_to_get_one(teacher, monkeypatch):
    monkeypatch.setattr("quizapp.banks.service.banks_for", lambda user: [])
    assert "quizapp bank load" in teacher.get("/bank").text
    assert "No readings yet" in teacher.get("/readings").text


def test_questions_are_listed_in_the_order_of_the_reading(teacher):
    page = teacher.get(LIST)
    assert listed(page) == IN_READING_ORDER
    assert "<b>6</b>" in page.text
    assert "6 questions" in page.text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=LIBRARIAN", ["The librarian&#39;s name"]),
        ("q=amsel", ["The librarian&#39;s name"]),
        ("q=loans-count", ["How many books"]),
        ("q=according+SUNDAYS", ["A draft"]),
        ("q=sundays+librarian", []),
        ("q=documented+nine", ["Opening time"]),
        ("q=%25", []),
        ("type=numeric", ["How many books"]),
        ("status=draft", ["A draft"]),
        ("status=retired", []),
        ("level=remember&difficulty=medium&type=short_text", ["The librarian&#39;s name"]),
        ("difficulty=hard", []),
        ("claim=documented&type=true_false", ["Where the hours stand"]),
        ("objective=rules&status=draft", []),
        ("objective=rules&type=numeric", ["How many books"]),
        ("passage=rules/hours&status=approved", ["Opening time", "Where the hours stand"]),
        ("passage=rules/none", []),
        ("type=essay", []),
        ("status='; DROP TABLE questions", []),
    ],
)
def test_search_and_filters(teacher, query, titles):
    page = teacher.get(f"{LIST}?{query}")
    assert listed(page) == titles
    if not titles:
        assert "No question fits" in page.text


def test_search_ignores_case_beyond_the_letters_a_to_z(app, teacher):
    with app.app_context():
        mapping = {"id": "ecole", "type": "true_false", "prompt": "ÉCOLE ÜBER", "answer": True}
        add_question(bank_by_slug("library"), read_question(mapping)[0], author=None, now=NOW)
        db.session.commit()
    assert listed(teacher.get(f"{LIST}?q=école+über")) == ["ÉCOLE ÜBER"]


def test_a_list_is_sorted_both_ways_and_keeps_its_filters(teacher):
    page = teacher.get(f"{LIST}?sort=title&status=approved")
    assert listed(page) == [title for title in sorted(IN_READING_ORDER) if title != "A draft"]
    link = html.unescape(re.search(r'aria-sort="ascending"><a href="([^"]*)"', page.text).group(1))
    assert listed(teacher.get(link)) == listed(page)[::-1]
    assert listed(teacher.get(f"{LIST}?sort=-title"))[0] == "Where the hours stand"
    assert listed(teacher.get(f"{LIST}?sort=-status"))[-1] == "A draft"
    assert listed(teacher.get(f"{LIST}?sort=nonsense")) == IN_READING_ORDER


def test_a_long_list_comes_in_pages(app, teacher):
    with app.app_context():
        for number in range(50):
            mapping = {"id": f"n{number}", "type": "true_false", "prompt": f"Number {number}", "answer": True}
            add_question(bank_by_slug("library"), read_question(mapping)[0], author=None, now=NOW)
        db.session.commit()
    first = teacher.get(f"{LIST}?type=true_false")
    assert len(listed(first)) == 25
    assert "1 to 25 of 52" in first.text
    assert 'href="/bank/library?type=true_false&amp;page=2"' in first.text
    last = teacher.get(f"{LIST}?type=true_false&page=99")
    assert "51 to 52 of 52" in last.text
    assert len(listed(teacher.get(f"{LIST}?page=-3&type=true_false"))) == 25


def test_the_coverage_says_which_passage_nobody_asks_about(app, teacher):
    assert "Every passage has an approved question" in teacher.get(LIST).text
    with app.app_context():
        for question in db.session.query(Question).filter(Question.slug.like("hours-%")):
            question.status = "retired"
        db.session.commit()
    page = teacher.get(LIST)
    assert "No approved question about 1 passage" in page.text
    assert 'aria-label="¶ 1.1: 0 approved questions"' in page.text
    assert 'aria-label="¶ 1.2: 3 approved questions"' in page.text


def test_a_question_is_shown_with_key_reasons_and_citation(teacher):
    page = teacher.get(OPENING)
    for words in (
        "According to the rules, when does the library open?",
        "Eight is when the school opens.",
        "The library opens at nine on school days.",
        "door:1",
        "the timetable",
        "Know the rules of the library.",
        "Revision 1 of 1",
        'href="/readings/library/rules?cited=1.1#p-1-1"',
    ):
        assert words in page.text, words
    for button in ("Edit", "Retire", "Approve"):
        assert f"{button}</button>" not in page.text
    assert f"{OPENING}/edit" not in page.text


def test_an_older_revision_can_be_read_but_not_acted_on(app, admin):
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), "hours-door")
        mapping = {"id": "hours-door", **row.current.record, "title": "Changed", "answer": False}
        add_revision(row, read_question(mapping)[0], author=None, now=NOW)
        db.session.commit()
    old = admin.get(f"{LIST}/questions/hours-door/revisions/1")
    assert "Older revision" in old.text
    assert "Where the hours stand" in old.text
    assert "/status" not in old.text
    assert "Revision 2 of 2" in admin.get(f"{LIST}/questions/hours-door").text
    assert admin.get(f"{LIST}/questions/hours-door/revisions/3").status_code == 404
    assert admin.get(f"{LIST}/questions/hours-door/revisions/0").status_code == 404


def status_of(app, slug="hours-opening"):
    with app.app_context():
        status = question_by_slug(bank_by_slug("library"), slug).status
        db.session.rollback()
        return status


def test_an_admin_moves_a_question_through_its_states_and_can_undo_each(app, admin):
    for slug, status, said, before in (
        ("hours-opening", "retired", "is retired.", "approved"),
        ("hours-draft", "review", "is sent to review.", "draft"),
        ("hours-draft", "approved", "is approved.", "review"),
        ("hours-draft", "draft", "is a draft again.", "approved"),
    ):
        url = f"{LIST}/questions/{slug}/status"
        page = admin.post(url, data={"status": status}, follow_redirects=True)
        assert status_of(app, slug) == status
        toast = re.search(r'<div class="toast".*?</div>', page.text, re.S).group()
        assert said in toast
        assert f'action="{url}"' in toast
        assert f'name="status" value="{before}"' in toast
    with app.app_context():
        entries = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
        assert [entry.detail["to"] for entry in entries] == ["retired", "review", "approved", "draft"]
        assert entries[0].detail == {"from": "approved", "to": "retired"}
        assert entries[0].act == "question.status"


def test_setting_the_state_it_has_does_nothing(app, admin):
    page = admin.post(f"{OPENING}/status", data={"status": "approved"}, follow_redirects=True)
    assert 'class="toast' not in page.text
    with app.app_context():
        assert db.session.query(AuditEntry).count() == 0


@pytest.mark.parametrize("data", [{}, {"status": ""}, {"status": "published"}])
def test_a_state_that_does_not_exist_is_refused(app, admin, data):
    page = admin.post(f"{OPENING}/status", data=data, follow_redirects=True)
    assert "That is not a state a question can be in." in page.text
    assert status_of(app) == "approved"


def test_only_an_admin_changes_a_state(app, teacher, heron, anonymous):
    assert teacher.post(f"{OPENING}/status", data={"status": "retired"}).status_code == 403
    assert heron.post(f"{OPENING}/status", data={"status": "retired"}).status_code == 403
    assert anonymous.post(f"{OPENING}/status", data={"status": "retired"}).status_code == 303
    assert status_of(app) == "approved"


@pytest.mark.parametrize("address", ["/bank", LIST, OPENING, f"{OPENING}/revisions/1"])
def test_students_and_strangers_see_no_bank(heron, anonymous, address):
    assert heron.get(address).status_code == 403
    assert anonymous.get(address).status_code == 302


@pytest.mark.parametrize("address", ["/bank/attic", f"{LIST}/questions/none", "/bank/library/nothing"])
def test_what_is_not_there_is_not_found(admin, address):
    assert admin.get(address).status_code == 404


def test_other_rooms_ask_for_approved_questions_by_passage(app):
    with app.app_context():
        bank = bank_by_slug("library")
        assert [row.slug for row in approved_questions(bank)] == [
            "hours-opening",
            "loans-allowed",
            "hours-door",
            "loans-librarian",
            "loans-count",
        ]
        hours, _ = passages_of(bank)
        assert [row.slug for row in approved_questions(bank, [hours.id])] == ["hours-opening", "hours-door"]
        assert [row.slug for row in approved_questions(bank, [])] == []
        db.session.rollback()
