"""A passage is changed: what cites it waits to be checked again, until somebody confirms."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from quizapp.accounts.models import User
from quizapp.banks.loading import load_unit_into_db
from quizapp.banks.models import PassageVersion, QuestionEvent
from quizapp.banks.rechecking import Which, cards_to_recheck, confirm, take_back, to_recheck
from quizapp.banks.service import bank_by_slug, question_by_slug, save_question
from quizapp.core.bank.model import Flashcard, Passage, Reading, Status, Unit, UnitMeta, read_question
from quizapp.extensions import db
from tests.banks.test_reviewing import undo_in
from tests.cast import NOW

LATER, LAST = NOW + timedelta(days=1), NOW + timedelta(days=2)
DUSK, NIGHT = "At dusk the lamp is lit.", "At night the harbour sleeps."
RECHECK = "/bank/harbour/recheck"


def question(slug, *cites, **changes):
    mapping = {
        "id": slug,
        "type": "true_false",
        "status": "approved",
        "title": f"The {slug}",
        "prompt": f"According to the tale, the {slug} is lit.",
        "answer": True,
        "cites": list(cites),
    }
    return read_question({**mapping, **changes})[0]


QUESTIONS = (question("lamp", "tale/dusk"), question("mole", "tale/dusk", "tale/night"))
CARD = Flashcard(id="quay", status=Status.APPROVED, front="A quay?", back="A pier.", cites=("tale/night",))


def load(now, dusk=DUSK, night=NIGHT, questions=QUESTIONS, card=CARD):
    passages = (
        Passage("dusk", "1.1", "Evening", dusk, ("tale:1",)),
        Passage("night", "1.2", "Evening", night, ("tale:2",)),
    )
    load_unit_into_db(
        Unit(
            meta=UnitMeta(id="harbour", title="A tale", readings=("tale",)),
            readings=(Reading("tale", "A tale", "tale", "Retold.", passages),),
            questions=questions,
            flashcards=(card,),
        ),
        now,
    )


def waiting():
    """Return what waits: passage, questions, cards."""
    bank = bank_by_slug("harbour")
    return [
        (one.passage.slug, [row.slug for row in one.questions], [card.slug for card in one.cards])
        for one in to_recheck(bank)
    ]


@pytest.fixture
def loaded(app):
    with app.app_context():
        load(NOW)
        db.session.commit()
        yield
        db.session.rollback()


def test_what_cites_a_changed_passage_waits(loaded):
    assert waiting() == []
    load(LATER, night="At night the harbour wakes.")
    assert waiting() == [("night", ["mole"], ["quay"])]
    (one,) = to_recheck(bank_by_slug("harbour"))
    assert (one.version.text, one.version.replaced_at) == (NIGHT, LATER)
    assert [piece.text for piece in one.marked.now if piece.changed] == ["wakes"]


def test_lines_broken_elsewhere_change_nothing(loaded):
    load(LATER, night="At night\nthe harbour  sleeps.")
    assert waiting() == []
    assert db.session.query(PassageVersion).count() == 0


def test_a_passage_that_gets_its_old_words_back_needs_no_check(loaded):
    load(LATER, night="At night the harbour wakes.")
    load(LAST)
    assert waiting() == []
    load(LAST, night="Another.")
    load(LAST, night="Yet another.")
    assert to_recheck(bank_by_slug("harbour"))[0].version.text == NIGHT


def test_what_is_revised_with_or_after_the_change_needs_no_check(loaded, cast):
    new = (question("lamp", "tale/dusk", answer=False), QUESTIONS[1])
    load(LATER, dusk="At dusk no lamp is lit.", questions=new)
    assert waiting() == [("dusk", ["mole"], [])]
    mole = question_by_slug(bank_by_slug("harbour"), "mole")
    edited = question("mole", "tale/dusk", "tale/night", title="Edited")
    save_question(mole, edited, author=db.session.get(User, cast.admin), now=LAST)
    assert waiting() == []


def test_a_card_that_is_only_moved_to_another_state_still_waits(loaded):
    load(LATER, night="Changed.", card=replace_status(CARD, Status.DRAFT))
    assert cards_to_recheck(bank_by_slug("harbour"))
    load(LAST, night="Changed.", card=CARD.model_copy(update={"back": "A wharf."}))
    assert not cards_to_recheck(bank_by_slug("harbour"))


def replace_status(card, status):
    return card.model_copy(update={"status": status})


def test_a_passage_that_is_gone_or_a_retired_question_waits_for_nobody(loaded):
    retired = tuple(
        replace(one, meta=one.meta.model_copy(update={"status": Status.RETIRED})) for one in QUESTIONS
    )
    load(LATER, dusk="Changed.", questions=retired)
    assert waiting() == []


def test_a_confirmation_is_of_the_words_that_were_read(loaded, cast):
    load(LATER, night="Changed.")
    bank, actor = bank_by_slug("harbour"), db.session.get(User, cast.admin)
    (one,) = to_recheck(bank)
    asked = {"seen": one.seen, "now_says": one.passage.digest, "actor": actor, "now": LAST}
    load(LAST, night="Changed again.")
    assert confirm(bank, one.passage.id, **asked, which=None) is None
    assert waiting() == [("night", ["mole"], ["quay"])]


def test_all_that_cites_a_passage_is_confirmed_at_once_and_taken_back(loaded, cast):
    load(LATER, dusk="Dusk changed.", night="Night changed.")
    bank, actor = bank_by_slug("harbour"), db.session.get(User, cast.admin)
    dusk, night = to_recheck(bank)
    asked = {"seen": dusk.seen, "now_says": dusk.passage.digest, "actor": actor, "now": LAST}
    done = confirm(bank, dusk.passage.id, **asked, which=None)
    assert done == Which(tuple(row.id for row in dusk.questions), ())
    assert waiting() == [("night", ["mole"], ["quay"])]
    events = db.session.query(QuestionEvent).filter_by(kind="confirm").order_by(QuestionEvent.id).all()
    assert [(event.question.slug, event.text, event.actor.name) for event in events] == [
        ("lamp", "1.1", "Mr Lindqvist"),
        ("mole", "1.1", "Mr Lindqvist"),
    ]
    assert take_back(bank, dusk.passage.id, **asked, which=done)
    assert waiting() == [("dusk", ["lamp", "mole"], []), ("night", ["mole"], ["quay"])]
    assert all(event.taken_back_at == LAST for event in events)
    assert not take_back(bank, night.passage.id, **asked, which=done)


# ---- the pages ----


@pytest.fixture
def changed(app):
    with app.app_context():
        load(NOW)
        load(LATER, night="At night the harbour wakes.")
        db.session.commit()


def buttons(page):
    """Return the fields of each form on a page that confirms, by the words of its button."""
    forms = re.findall(rf'<form[^>]*action="{RECHECK}">.*?</form>', page.text, re.S)
    found = {}
    for form in (form for form in forms if "</svg>" in form):  # an undo has no icon
        words = re.search(r"</svg>([^<]+)</button>", form).group(1)
        fields = dict(re.findall(r'name="(passage|seen|now_says|which)" value="([^"]*)"', form))
        found[words if words != "Confirm" else fields["which"][0]] = fields
    return found


def test_old_and_new_stand_side_by_side_and_are_marked(changed, admin):
    page = admin.get(RECHECK).text
    assert re.search(r"the harbour <del>.*?sleeps.*?</del>", page)
    assert re.search(r"the harbour <ins>.*?wakes.*?</ins>", page)
    assert "The mole" in page
    assert "A quay?" in page
    assert "The lamp" not in page
    assert "Confirm all 2" in page


def test_the_lists_say_what_waits(changed, admin, teacher):
    page = teacher.get("/bank/harbour").text
    assert f'<a href="{RECHECK}"><b>2</b> citations to re-check</a>' in page
    assert page.count("Citation to re-check</span>") == 1
    assert "Citation to re-check</span>" in teacher.get("/bank/harbour/cards").text
    assert "re-check" not in teacher.get("/bank/library").text


def test_a_question_says_so_on_its_page_and_is_confirmed_there(changed, admin):
    page = admin.get("/bank/harbour/questions/mole")
    fields = buttons(page)["Confirm that it follows"]
    page = admin.post(RECHECK, data=fields, follow_redirects=True)
    assert "1 citation confirmed." in page.text
    assert list(buttons(page)) == ["c"]
    page = admin.get("/bank/harbour/questions/mole").text
    assert "Citation to re-check" not in page
    assert "confirmed the citation of ¶ 1.2 after it was changed" in page


def test_one_is_confirmed_then_all_and_each_is_undone(changed, admin):
    page = admin.post(RECHECK, data=buttons(admin.get(RECHECK))["c"], follow_redirects=True)
    assert list(buttons(page)) == ["q"]
    url, fields = undo_in(page)
    page = admin.post(url, data=fields, follow_redirects=True)
    page = admin.post(RECHECK, data=buttons(page)["Confirm all 2"], follow_redirects=True)
    assert "2 citations confirmed." in page.text
    assert "Nothing to re-check" in page.text
    url, fields = undo_in(page)
    assert "Confirm all 2" in admin.post(url, data=fields, follow_redirects=True).text


def test_who_may_not_change_a_bank_reads_but_confirms_nothing(changed, admin, teacher, heron):
    fields = buttons(admin.get(RECHECK))["Confirm all 2"]
    assert buttons(teacher.get(RECHECK)) == {}
    assert teacher.post(RECHECK, data=fields).status_code == 403
    assert heron.get(RECHECK).status_code == 403


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"passage": "x"}, 400),
        ({"passage": "1", "which": "drop"}, 400),
        ({"passage": "999999"}, 303),
        ({"passage": "1", "act": "undo", "which": "q1"}, 303),
    ],
)
def test_what_no_button_sends_confirms_nothing(changed, app, admin, data, status):
    assert admin.post(RECHECK, data=data).status_code == status
    with app.app_context():
        assert waiting() == [("night", ["mole"], ["quay"])]
        db.session.rollback()
