"""Loading a unit: again and again, changed, edited meanwhile, and with passages that come and go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from quizapp.accounts.models import User
from quizapp.banks import service
from quizapp.banks.loading import load_unit_into_db
from quizapp.banks.models import Passage, Question, QuestionRevision
from quizapp.core.bank.model import Passage as PassageText
from quizapp.core.bank.model import Reading, Status, Unit, UnitMeta, read_question
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
    asked = service.approved_by_passage(report.bank)
    assert min(asked.values()) >= 1
    assert load(shipped).unchanged == report.added
