"""The editor warns where the passage that a question shows is not what the reading says."""

from quizapp.banks.models import Passage
from quizapp.extensions import db

OPENS = "The library opens at nine on school days."
SAYS_SO = "The timetable on the door says so."
SAID = "The sentences shown are not the text of the passage that is cited."


def shown(admin, *sentences: str) -> str:
    form = {
        "type": "evidence",
        "prompt": "Which sentence supports this?",
        "statement": "It opens early.",
        "cites": "rules/hours",
        "sentences-0-correct": "y",
    }
    form |= {f"sentences-{n}-text": text for n, text in enumerate(sentences)}
    return admin.post("/bank/library/preview", data=form).text


def test_a_passage_that_is_quoted_wrongly_is_told(admin):
    assert SAID in shown(admin, OPENS, "The timetable says so.")
    assert SAID not in shown(admin, OPENS, SAYS_SO)


def test_a_question_from_a_sentence_quotes_the_passage_rightly(admin):
    page = admin.get("/bank/library/questions/new/evidence?cite=rules/hours&sentence=1").text
    assert OPENS in page
    assert SAYS_SO in page
    assert SAID not in page


def test_a_sentence_to_choose_shows_no_marks_of_markdown(app, admin):
    with app.app_context():
        passage = db.session.query(Passage).filter_by(slug="hours").one()
        passage.text = "The library opens at *nine* on school days. " + SAYS_SO
        db.session.commit()
    choose = admin.get("/bank/library/questions/new?cite=rules/hours").text
    editor = admin.get("/bank/library/questions/new/essay?cite=rules/hours&sentence=1").text
    for page in (choose, editor):
        assert "opens at <em>nine</em> on school days." in page
        assert "*nine* on school days.</mark>" not in page
