"""Loading a unit: again and again, changed, edited meanwhile, and with passages that come and go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from quizapp.accounts.models import User
from quizapp.banks import service
from quizapp.banks.counts import approved_by_passage
from quizapp.banks.flashcards import flashcards_of
from quizapp.banks.loading import load_unit_into_db
from quizapp.banks.models import Passage, Question, QuestionRevision
from quizapp.core.bank.model import (
    Flashcard,
    GlossaryTerm,
    Reading,
    Status,
    TimelineEntry,
    Unit,
    UnitMeta,
    read_question,
)
from quizapp.core.bank.model import Passage as PassageText
from quizapp.extensions import db
from quizapp.paths import questions_dir
from tests.cast import NOW

LATER = NOW + timedelta(days=1)


def question(slug="lamp", status="approved", answer=True, cites=("tale/dusk",)):
    read, findings = read_question(
        {
            "id": slug,
            "type": "true_false",
            "status": status,
            "title": f"The {slug}",
            "prompt": f"According to the tale, the {slug} is lit.",
            "answer": answer,
            "cites": list(cites),
        }
    )
    assert read, findings
    return read


def passage(slug, number, text):
    return PassageText(slug, number, "Evening", text, ("tale:1",))


DUSK = passage("dusk", "1.1", "At dusk the lamp is lit.")
NIGHT = passage("night", "1.2", "At night the *harbour* sleeps.")


def unit(*questions, passages=(DUSK, NIGHT), title="A tale"):
    return Unit(
        meta=UnitMeta(id="harbour", title=title, readings=("tale",)),
        readings=(Reading("tale", "A tale", "tale", "Retold.", tuple(passages)),),
        questions=questions,
    )


@pytest.fixture
def load(app):
    def run(what, now=LATER, force=False):
        report = load_unit_into_db(what, now, force)
        db.session.commit()
        return report

    with app.app_context():
        yield run
        db.session.rollback()


def row_of(slug="lamp"):
    return service.question_by_slug(service.bank_by_slug("harbour"), slug)


def edit(slug="lamp", **changes):
    row = row_of(slug)
    author = db.session.query(User).filter_by(role="admin").one()
    service.save_question(row, question(slug, **changes), author=author, now=NOW)
    db.session.commit()


def test_a_first_load_adds_everything(load):
    report = load(unit(question("lamp"), question("bell", status="draft")))
    assert (report.added, report.revised, report.unchanged) == (["lamp", "bell"], [], [])
    assert report.passages_added == ["tale/dusk", "tale/night"]
    assert (row_of("lamp").status, row_of("bell").status) == ("approved", "draft")
    assert row_of().created_at == LATER
    assert [cite.passage.slug for cite in row_of().current.cites] == ["dusk"]
    assert service.bank_by_slug("harbour").title == "A tale"


def test_a_second_load_changes_nothing(load):
    load(unit(question()))
    report = load(unit(question()), now=LATER + timedelta(days=1))
    assert (report.added, report.revised, report.unchanged) == ([], [], ["lamp"])
    assert report.passages_added + report.passages_changed + report.passages_removed == []
    assert row_of().updated_at == LATER
    assert len(row_of().revisions) == 1


def test_a_changed_question_gets_a_revision_and_keeps_the_old_one(load):
    load(unit(question(answer=True)))
    report = load(unit(question(answer=False)))
    assert report.revised == ["lamp"]
    assert [service.content_of(revision).content.answer for revision in row_of().revisions] == [True, False]
    assert row_of().current.author is None


def test_a_question_edited_in_the_app_is_left_alone_and_reported(load):
    load(unit(question(answer=True)))
    edit(answer=False)
    for what in (question(answer=True), question(answer=True, cites=("tale/night",))):
        report = load(unit(what))
        assert (report.conflicts, report.revised) == (["lamp"], [])
        assert row_of().current.number == 2
    assert "lamp was edited in the app since it was loaded" in "\n".join(report.lines("A tale"))


def test_a_question_edited_to_what_the_file_now_says_is_no_conflict(load):
    load(unit(question(answer=True)))
    edit(answer=False)
    report = load(unit(question(answer=False)))
    assert (report.unchanged, report.conflicts) == (["lamp"], [])
    assert load(unit(question(answer=True))).revised == ["lamp"]


def test_force_puts_the_file_over_the_edit_as_a_new_revision(load):
    load(unit(question(answer=True)))
    edit(answer=False)
    report = load(unit(question(answer=True)), force=True)
    assert (report.revised, report.conflicts) == (["lamp"], [])
    assert [revision.number for revision in row_of().revisions] == [1, 2, 3]
    assert load(unit(question(answer=True))).unchanged == ["lamp"]


def test_a_question_made_in_the_app_under_the_same_id_is_a_conflict(load):
    load(unit())
    admin = db.session.query(User).filter_by(role="admin").one()
    service.create_question(service.bank_by_slug("harbour"), question(answer=False), author=admin, now=NOW)
    assert load(unit(question(answer=True))).conflicts == ["lamp"]


def test_the_files_status_comes_in_until_somebody_sets_another_in_the_app(load):
    load(unit(question(status="draft")))
    load(unit(question(status="approved")))
    assert row_of().status == "approved"
    admin = db.session.query(User).filter_by(role="admin").one()
    service.set_status(row_of(), Status.RETIRED, actor=admin, now=NOW)
    load(unit(question(status="approved")))
    load(unit(question(status="approved", answer=False)))
    assert (row_of().status, row_of().current.number) == ("retired", 2)
    load(unit(question(status="approved")), force=True)
    assert row_of().status == "approved"


def test_a_question_that_left_the_file_stays(load):
    load(unit(question("lamp"), question("bell")))
    load(unit(question("bell")))
    assert row_of("lamp").status == "approved"


def test_a_changed_passage_is_reported_with_its_new_words_and_number(load):
    load(unit(question()))
    dawn = passage("dawn", "1.1", "At dawn nothing is lit.")
    moved = replace(DUSK, number="1.2", text="At dusk two lamps are lit.")
    report = load(unit(question(), passages=(dawn, moved, replace(NIGHT, number="1.3"))))
    assert report.passages_added == ["tale/dawn"]
    assert report.passages_changed == ["tale/dusk"]
    standing = service.passages_of(service.bank_by_slug("harbour"))
    assert [(row.slug, row.number) for row in standing] == [
        ("dawn", "1.1"),
        ("dusk", "1.2"),
        ("night", "1.3"),
    ]
    assert row_of().current.cites[0].passage.text == "At dusk two lamps are lit."


def test_a_removed_passage_is_kept_for_old_citations_and_may_come_back(load):
    load(unit(question()))
    report = load(unit(passages=(NIGHT,)))
    assert report.passages_removed == ["tale/dusk"]
    assert row_of().current.cites[0].passage.removed_at == LATER
    assert [row.slug for row in service.passages_of(service.bank_by_slug("harbour"))] == ["night"]
    assert load(unit(passages=(NIGHT,))).passages_removed == []
    assert load(unit(question())).passages_added == ["tale/dusk"]
    assert row_of().current.cites[0].passage.removed_at is None


def test_a_reading_that_left_the_unit_is_shown_no_more(load):
    load(unit())
    load(replace(unit(), readings=()))
    assert service.readings_of(service.bank_by_slug("harbour")) == []
    assert db.session.query(Passage).filter(Passage.removed_at == LATER).count() == 2


def test_units_do_not_touch_one_another(load):
    before = db.session.query(Question).count()
    load(unit(question("hours-opening")))
    assert db.session.query(Question).count() == before + 1
    assert service.question_by_slug(service.bank_by_slug("library"), "hours-opening").current.number == 1


def card(slug="dusk", **changes):
    fields = {"front": "When is the lamp lit?", "back": "At dusk.", "cites": ("tale/dusk",), **changes}
    return Flashcard(id=slug, status=Status(fields.pop("status", "approved")), **fields)


def cards_of(slug="harbour"):
    return flashcards_of(service.bank_by_slug(slug))


def test_flashcards_are_added_with_their_passages(load):
    both = card("night", cites=("tale/night", "tale/dusk"), reversed=True)
    report = load(replace(unit(), flashcards=(card("none", cites=(), status="draft"), both, card())))
    assert report.flashcards_added == ["none", "night", "dusk"]
    assert "  Flashcards: 3 added, 0 revised, 0 unchanged." in report.lines("A tale")
    assert [
        (row.slug, row.status, row.reversed, [cite.passage.slug for cite in row.cites]) for row in cards_of()
    ] == [
        ("dusk", "approved", False, ["dusk"]),
        ("night", "approved", True, ["night", "dusk"]),
        ("none", "draft", False, []),
    ]
    first = cards_of()[0]
    assert (first.front, first.back) == ("When is the lamp lit?", "At dusk.")
    assert first.record == {"front": "When is the lamp lit?", "back": "At dusk.", "cites": ["tale/dusk"]}
    assert (first.digest, first.created_at) == (card().digest, LATER)


def test_flashcards_loaded_again_are_left_as_they_are(load):
    load(replace(unit(), flashcards=(card(),)))
    report = load(replace(unit(), flashcards=(card(),)), now=LATER + timedelta(days=1))
    assert (report.flashcards_added, report.flashcards_revised) == ([], [])
    assert report.flashcards_unchanged == ["dusk"]
    assert cards_of()[0].updated_at == LATER


@pytest.mark.parametrize(
    "changes", [{"back": "Late."}, {"status": "retired"}, {"cites": ("tale/night", "tale/dusk")}]
)
def test_a_flashcard_that_changed_says_what_the_file_says(load, changes):
    load(replace(unit(), flashcards=(card(),)))
    report = load(replace(unit(), flashcards=(card(**changes),)), now=LATER + timedelta(days=1))
    assert report.flashcards_revised == ["dusk"]
    (row,) = cards_of()
    changed = card(**changes)
    assert (row.back, row.status, row.digest) == (changed.back, changed.status.value, changed.digest)
    assert tuple(f"tale/{cite.passage.slug}" for cite in row.cites) == changed.cites
    assert (row.created_at, row.updated_at) == (LATER, LATER + timedelta(days=1))


def test_a_flashcard_that_left_the_file_stays(load):
    load(replace(unit(), flashcards=(card(), card("night"))))
    load(replace(unit(), flashcards=(card("night"),)))
    assert [row.slug for row in cards_of()] == ["dusk", "night"]


def test_glossary_and_timeline_are_what_the_files_last_said(load):
    term = GlossaryTerm(term="lamp", meaning="A light.", background=True)
    entry = TimelineEntry(when="1979", event="It is lit.", cites=("tale/dusk",))
    report = load(replace(unit(), glossary=(term,), timeline=(entry,)))
    assert report.lines("A tale")[1:3] == ["  Terms of the glossary: 1", "  Entries of the timeline: 1"]
    bank = service.bank_by_slug("harbour")
    assert bank.glossary == [
        {"term": "lamp", "also": [], "meaning": "A light.", "cites": [], "background": True}
    ]
    assert bank.timeline == [
        {"when": "1979", "event": "It is lit.", "cites": ["tale/dusk"], "background": False}
    ]
    load(unit())
    assert (bank.glossary, bank.timeline) == ([], [])


def test_the_shipped_unit_loads_whole_and_once(load):
    from quizapp.core.bank.files import load_units

    (shipped,), findings = load_units(questions_dir())
    assert not [finding for finding in findings if finding.level == "error"]
    report = load(shipped)
    assert len(report.added) == len(shipped.questions) >= 40
    assert len(report.passages_added) == len(list(shipped.passages()))
    revisions = db.session.query(QuestionRevision).join(QuestionRevision.question)
    for revision in revisions.filter(Question.bank_id == report.bank.id):
        known = service.content_of(revision)
        assert len(revision.cites) == len(known.meta.cites)
        assert known.digest == revision.digest
    asked = approved_by_passage(report.bank)
    assert min(asked.values()) >= 1
    assert report.flashcards_added == [card.id for card in shipped.flashcards]
    assert load(shipped).unchanged == report.added
