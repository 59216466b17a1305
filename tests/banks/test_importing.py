"""A teacher's own document, from paste to approved questions, and who sees any of it."""

import re

import pytest

from quizapp.banks.models import Bank, Question
from quizapp.banks.unfinished_models import Import, ProposedQuestion
from quizapp.extensions import db
from tests.cast import DOCUMENT

SAVED = {
    "title": "The bees",
    "note": "A notice.",
    "text": "## Keepers\n\nThe Town Council has hired three keepers.",
}


def begin(client, text=DOCUMENT):
    answer = client.post("/bank/import", data={"text": text})
    assert answer.status_code == 303, answer.text
    return answer.location


def bring_in(client, **changes):
    """Bring in a text and save it; return the address of its drafts."""
    path = begin(client)
    client.post(path, data={"remove": ["1", "2"], "edit": ["3"]})
    answer = client.post(f"{path}/text", data={**SAVED, **changes})
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.fixture
def drafts(teacher):
    path = bring_in(teacher)
    assert teacher.post(path).status_code == 303
    return path


def test_every_block_is_shown_with_what_is_proposed(teacher):
    page = teacher.get(begin(teacher)).text
    assert page.count("Leave out") == 6
    assert page.count("stray fragment") == 2
    assert "for the hives.zzap" in page
    assert "<ins>The Town Council has hired three young keepers for the hives.</ins>" in page


def test_what_is_decided_is_the_text_to_edit(teacher):
    path = begin(teacher)
    teacher.post(path, data={"remove": ["1"]})
    page = teacher.get(f"{path}/text").text
    assert "## Opening\n\nzzap\n\nThe Town Council has hired three young keepers for the hives.zzap" in page
    teacher.post(path, data={"remove": ["1", "2"], "edit": ["3"]})
    page = teacher.get(f"{path}/text").text
    assert "for the hives.\n\n## What they give\n\nHoney comes" in page
    assert 'value="The bees of the town hall"' in page


def test_a_saved_text_is_a_bank_of_ones_own(app, teacher, cast):
    assert bring_in(teacher) == f"/bank/own-{cast.teacher}-the-bees/drafts"
    with app.app_context():
        bank = db.session.query(Bank).filter_by(slug=f"own-{cast.teacher}-the-bees").one()
        (reading,) = bank.readings
        assert (bank.owner_id, reading.title, reading.note) == (cast.teacher, "The bees", "A notice.")
        assert [(p.number, p.section, p.text) for p in reading.passages] == [
            ("1.1", "Keepers", "The Town Council has hired three keepers.")
        ]


def test_nothing_is_half_saved(app, teacher):
    path = begin(teacher)
    teacher.post(path, data={})
    answer = teacher.post(f"{path}/text", data={"title": "", "text": "## Empty\n"})
    assert answer.status_code == 422
    assert "There is no text under the heading “Empty”." in answer.text
    assert "Write a title." in answer.text
    with app.app_context():
        assert db.session.query(Bank).count() == 1
        assert db.session.query(Import).count() == 2


def test_a_bank_of_ones_own_is_seen_by_ones_classes_and_the_admin_only(
    teacher, admin, outsider_teacher, heron, outsider
):
    slug = bring_in(teacher).split("/")[2]
    for client, seen in ((teacher, 200), (admin, 200), (outsider_teacher, 404)):
        assert client.get(f"/bank/{slug}").status_code == seen
        assert client.get(f"/bank/{slug}/drafts").status_code == seen
        assert client.get(f"/bank/{slug}/questions/new").status_code == seen
    for client, seen in ((heron, 200), (outsider, 404), (outsider_teacher, 404)):
        assert client.get(f"/readings/{slug}/text").status_code == seen
        assert ("The bees" in client.get("/readings").text) is (seen == 200)


def test_drafts_are_judged_one_at_a_time(app, teacher, drafts):
    page = teacher.get(drafts).text
    assert "0 of 2 judged" in page
    assert "how many keepers has the Town Council hired?" in page
    first, second = draft_ids(app)
    answer = teacher.post(f"{drafts}/{first}", data={"act": "approve"}, follow_redirects=True)
    assert "1 of 2 judged" in answer.text
    assert "How many, ¶ 1.1” is approved." in answer.text
    assert "who has hired three keepers?" in answer.text
    answer = teacher.post(f"{drafts}/{second}", data={"act": "discard"}, follow_redirects=True)
    assert "2 of 2 judged" in answer.text
    assert "All drafts are judged" in answer.text
    assert questions(app) == [(f"drafted-{first}", "approved")]


def test_a_decision_is_undone(app, teacher, drafts):
    first, _ = draft_ids(app)
    teacher.post(f"{drafts}/{first}", data={"act": "approve"})
    answer = teacher.post(f"{drafts}/{first}", data={"act": "undo"}, follow_redirects=True)
    assert "0 of 2 judged" in answer.text
    assert questions(app) == [(f"drafted-{first}", "draft")]
    teacher.post(f"{drafts}/{first}", data={"act": "approve"})
    assert questions(app) == [(f"drafted-{first}", "approved")]


def test_edit_leads_to_the_editor(app, teacher, drafts):
    first, _ = draft_ids(app)
    answer = teacher.post(f"{drafts}/{first}", data={"act": "edit"})
    assert (
        answer.location == f"{drafts.removesuffix('/drafts')}/questions/drafted-{first}/edit?drafts={first}"
    )
    assert teacher.get(answer.location).status_code == 200
    assert questions(app) == [(f"drafted-{first}", "draft")]


def test_drafting_again_makes_nothing_twice(app, teacher, drafts):
    assert "find nothing more" in teacher.post(drafts, follow_redirects=True).text
    assert len(draft_ids(app)) == 2


def test_approved_questions_are_for_the_owners_quizzes(app, teacher, outsider_teacher, drafts):
    teacher.post(f"{drafts}/{draft_ids(app)[0]}", data={"act": "approve"})
    assert "The bees" in teacher.get("/quizzes/new").text
    assert "The bees" not in outsider_teacher.get("/quizzes/new").text


def test_a_question_can_be_written_about_a_passage(teacher):
    slug = bring_in(teacher).split("/")[2]
    reading = teacher.get(f"/readings/{slug}/text").text
    assert f"/bank/{slug}/questions/new?cite=text/p-1-1" in reading
    assert "cite=text/p-1-1" in teacher.get(f"/bank/{slug}/questions/new?cite=text/p-1-1").text
    editor = teacher.get(f"/bank/{slug}/questions/new/true_false?cite=text/p-1-1").text
    assert 'value="text/p-1-1" id="cites-0" checked' in editor


def draft_ids(app) -> list[int]:
    with app.app_context():
        found = db.session.query(ProposedQuestion).join(Bank, Bank.id == ProposedQuestion.bank_id)
        return [row.id for row in found.filter(Bank.owner_id.is_not(None)).order_by(ProposedQuestion.id)]


def questions(app) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.query(Question).filter(Question.slug.like("drafted-%"))
        return [(row.slug, row.status) for row in rows]


def test_the_passages_are_previewed_with_their_numbers_and_nothing_is_saved(app, teacher, cast):
    path = f"/bank/import/{cast.document}/text"
    said = {
        "title": "Lights",
        "text": "## The lamp\n\nIt is *lit*.\n\nIt turns.\n\n## The pier\n\nIt is long.",
    }
    page = teacher.post(path, data={**said, "act": "preview"}).text
    assert "As it will stand: 3 passages" in page
    assert re.findall(r"¶\s*(\d\.\d)", page.partition("As it will stand")[2]) == ["1.1", "1.2", "2.1"]
    assert "It is <em>lit</em>." in page
    assert 'value="Lights"' in page
    with app.app_context():
        assert db.session.query(Bank).filter_by(title="Lights").count() == 0
