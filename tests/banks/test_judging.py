"""Drafts judged in the browser: cards beside questions, what drafts tell of each other, and the way on."""

import re

import pytest

from quizapp.banks import proposing
from quizapp.banks.models import Bank, Flashcard, Passage, Question
from quizapp.banks.unfinished_models import ProposedQuestion
from quizapp.extensions import db

TEXT = """## The light

A lighthouse is a tower with a lamp that warns ships.

The Harbour Board has built three lighthouses and four piers.

In the year 1901 the Harbour Board hired two keepers."""


@pytest.fixture
def drafts(teacher, cast):
    """Save a text and draft about it; return the address of its drafts."""
    saved = {"title": "Lights", "text": TEXT}
    path = teacher.post(f"/bank/import/{cast.document}/text", data=saved).location
    answer = teacher.post(path, follow_redirects=True)
    assert "drafted about 3 passages. No student sees one before you approve it." in answer.text
    return path


def rows(app):
    with app.app_context():
        found = db.session.query(ProposedQuestion).join(Bank).filter(Bank.owner_id.is_not(None))
        return [(row.id, row.kind) for row in found.order_by(ProposedQuestion.id)]


def test_a_card_is_approved_and_put_back(app, teacher, drafts):
    card = next(draft for draft, kind in rows(app) if kind == "card")
    page = teacher.get(f"{drafts}?draft={card}").text
    assert "A tower with a lamp that warns ships." in page
    answer = teacher.post(f"{drafts}/{card}", data={"act": "approve"}, follow_redirects=True)
    assert "“lighthouse” is approved." in answer.text
    assert cards(app) == [("drafted-card-" + str(card), "approved", "lighthouse", ["1.1"])]
    teacher.post(f"{drafts}/{card}", data={"act": "undo"})
    assert cards(app) == [("drafted-card-" + str(card), "draft", "lighthouse", ["1.1"])]


def test_a_card_is_edited_and_leads_back_to_the_drafts(app, teacher, drafts):
    card = next(draft for draft, kind in rows(app) if kind == "card")
    editor = teacher.post(f"{drafts}/{card}", data={"act": "edit"}).location
    assert teacher.post(editor, data={"front": " ", "back": "A tower."}).status_code == 422
    said = {"front": "a lighthouse", "back": "A tower.", "kind": "reversed", "act": "approve"}
    assert teacher.post(editor, data=said).location == f"{drafts}?after={card}"
    assert cards(app) == [("drafted-card-" + str(card), "approved", "a lighthouse", ["1.1"])]
    assert "Edit the card “a lighthouse”" in teacher.get(drafts.replace("/drafts", "/cards")).text


def test_a_card_of_a_file_is_not_edited_here(admin):
    assert admin.get("/bank/library/cards/three-books/edit").status_code == 404


def test_drafts_that_tell_each_others_answer_say_so(app, teacher, drafts):
    first, second = [draft for draft, kind in rows(app) if kind == "question"][:2]
    page = teacher.get(f"{drafts}?draft={second}").text
    number = re.search(r"Approve only one of this and draft (\d+)", page)
    assert number
    assert f'href="{drafts}?draft={first}">draft {number[1]}</a>' in page
    teacher.post(f"{drafts}/{first}", data={"act": "approve"})
    page = teacher.get(f"{drafts}?draft={second}").text
    assert f"Draft {number[1]} is approved already." in page
    assert "Approve this too only if no quiz will hold both." in page
    teacher.post(f"{drafts}/{first}", data={"act": "undo"})
    teacher.post(f"{drafts}/{first}", data={"act": "discard"})
    assert f"draft {number[1]}" not in teacher.get(f"{drafts}?draft={second}").text


def test_one_skipped_waits_while_later_ones_are_judged(app, teacher, drafts):
    first, second, third = [draft for draft, _ in rows(app)][:3]
    assert f"{drafts}/{second}" in teacher.get(f"{drafts}?after={first}").text
    answer = teacher.post(f"{drafts}/{second}", data={"act": "discard"}, follow_redirects=True)
    assert f"{drafts}/{third}" in answer.text
    assert f"{drafts}/{first}" in teacher.get(drafts).text


def test_what_the_reading_no_longer_says_is_not_approved(app, teacher, drafts):
    draft = rows(app)[0][0]
    with app.app_context():
        passage = db.session.get(ProposedQuestion, draft).passage
        db.session.get(Passage, passage.id).text = "A tower is tall."
        db.session.commit()
    assert "The reading has changed since this was drafted." in teacher.get(f"{drafts}?draft={draft}").text
    answer = teacher.post(f"{drafts}/{draft}", data={"act": "approve"}, follow_redirects=True)
    assert "The reading no longer says this, so it was not approved." in answer.text
    assert cards(app) == []


def test_a_draft_approved_again_says_what_was_judged_and_not_an_edit_of_before(app, teacher, drafts):
    draft = next(draft for draft, kind in rows(app) if kind == "question")
    teacher.post(f"{drafts}/{draft}", data={"act": "approve"})
    with app.app_context():
        row = db.session.get(ProposedQuestion, draft)
        drafted = proposing.question_in(row)
        content = drafted.content.model_copy(update={"prompt": "Another question?"})
        proposing.service.save_question(
            row.question, type(drafted)(drafted.meta, content), author=row.question.current.author,
            now=row.question.created_at,
        )  # fmt: skip
        db.session.commit()
    teacher.post(f"{drafts}/{draft}", data={"act": "undo"})
    teacher.post(f"{drafts}/{draft}", data={"act": "approve"})
    with app.app_context():
        row = db.session.get(ProposedQuestion, draft)
        assert row.question.current.prompt == row.record["prompt"]


def test_whole_passages_are_drafted_and_the_rest_is_left_for_later(app, teacher, drafts, cast, monkeypatch):
    monkeypatch.setattr(proposing, "MOST", 2)
    with app.app_context():
        db.session.query(ProposedQuestion).delete()
        db.session.commit()
    answer = teacher.post(drafts, follow_redirects=True)
    assert "1 passage are left" not in answer.text
    assert "1 passage is left for when these are judged." in answer.text
    answer = teacher.post(drafts, follow_redirects=True)
    assert "drafted about 1 passage. No student sees one before you approve it." in answer.text


def test_the_end_leads_to_a_quiz_of_the_approved_alone(app, teacher, drafts):
    for draft, kind in rows(app):
        act = "approve" if kind == "question" else "discard"
        teacher.post(f"{drafts}/{draft}", data={"act": act})
    with app.app_context():
        made = [
            row.id
            for row in db.session.query(Question).filter(Question.slug.like("drafted-%")).order_by("id")
        ]
    page = teacher.get(drafts).text
    assert "All drafts are judged" in page
    address = f"/quizzes/quick?bank={drafts.split('/')[2]}&amp;only={','.join(map(str, made))}"
    assert address in page.replace("%2C", ",")
    page = teacher.get(address.replace("&amp;", "&")).text
    assert f"<b>{len(made)}</b> approved questions from your drafts" in page
    page = teacher.get(f"/quizzes/quick?bank={drafts.split('/')[2]}&only={made[0]}").text
    assert "<b>1</b> approved question from your drafts" in page


def cards(app):
    with app.app_context():
        found = db.session.query(Flashcard).filter(Flashcard.slug.like("drafted-%"))
        return [
            (row.slug, row.status, row.front, [cite.passage.number for cite in row.cites]) for row in found
        ]


def test_drafting_is_offered_again_only_where_the_rules_find_more(app, teacher, drafts):
    for draft, _ in rows(app):
        teacher.post(f"{drafts}/{draft}", data={"act": "discard"})
    assert "Draft about the other passages" not in teacher.get(drafts).text
    for number, text in (
        ("1.8", "Salt."),
        ("1.9", "In 1950 the Harbour Board sold one pier for 900 dollars."),
    ):
        add_passage(app, number, text)
        offered = "Draft about the other passages" in teacher.get(drafts).text
        assert offered is (number == "1.9")


def add_passage(app, number, text):
    with app.app_context():
        lit = db.session.query(Passage).filter(Passage.text.startswith("A lighthouse is")).one()
        place = {"number": number, "section": lit.section, "position": int(number[-1])}
        late = Passage(slug=f"p-{place['position']}", text=text, digest="d", sources=[], **place)
        late.reading_id = lit.reading_id
        db.session.add(late)
        db.session.commit()


def test_the_bank_tells_how_many_drafts_wait(app, teacher, drafts):
    waiting = len(rows(app))
    bank = drafts.removesuffix("/drafts")
    assert f"Drafts ({waiting} to judge)" in teacher.get(bank).text
    teacher.post(f"{drafts}/{rows(app)[0][0]}", data={"act": "discard"})
    assert f"Drafts ({waiting - 1} to judge)" in teacher.get(f"{bank}/cards").text
