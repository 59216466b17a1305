"""A passage of a person's own document, mended or taken out after the document was saved."""

import pytest

from quizapp.accounts.models import AuditEntry
from quizapp.banks.models import Bank, Passage, Question
from quizapp.extensions import db
from tests.banks.test_judging import TEXT
from tests.banks.test_reviewing import undo_in

BUILT = "The Harbour Board has built three lighthouses and four piers."


@pytest.fixture
def path(app, teacher, cast):
    """Save a text, approve all that is drafted about it; return where its second passage is mended."""
    saved = {"title": "Lights", "text": TEXT}
    drafts = teacher.post(f"/bank/import/{cast.document}/text", data=saved).location
    teacher.post(drafts)
    with app.app_context():
        bank = db.session.query(Bank).filter_by(title="Lights").one()
        number = db.session.query(Passage).filter_by(text=BUILT).one().id
    for draft in range(1, 30):
        teacher.post(f"{drafts}/{draft}", data={"act": "approve"})
    return f"/bank/{bank.slug}/passages/{number}/edit"


def mended(client, path, text, **changes):
    page = client.get(path).text
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    return client.post(path, data={"text": text, "seen": seen, "act": "save", **changes})


def said(app):
    with app.app_context():
        return [
            row.text for row in db.session.query(Passage).filter(Passage.text.contains("Board has built"))
        ]


def test_what_cites_a_mended_passage_is_to_be_checked_again(app, cast, teacher, path):
    answer = mended(teacher, path, BUILT.replace("three", "five"))
    assert answer.location.endswith("/recheck")
    page = teacher.get(answer.location).text
    assert "Look whether these still follow from it." in page
    assert "<del" in page
    assert said(app) == [BUILT.replace("three", "five")]
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(act="passage.edit").one()
        assert (entry.detail, entry.actor_id) == ({"passage": "1.2"}, cast.teacher)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "There is no text here."),
        (" \u200b ", "There is no text here."),
        ("One.\n\nTwo.", "This is to be one passage"),
        ("## Heading\n\nOne.", "This is to be one passage"),
        ("x" * 20_001, "A passage is too long."),
    ],
)
def test_what_is_no_passage_is_refused_with_a_reason(app, teacher, path, text, why):
    answer = mended(teacher, path, text)
    assert answer.status_code == 422
    assert why in answer.text
    assert said(app) == [BUILT]


def test_saving_what_stands_changes_nothing(teacher, path):
    answer = mended(teacher, path, f"  {BUILT} ")
    assert "Nothing had changed" in teacher.get(answer.location).text
    assert "Nothing to re-check" in teacher.get(path.partition("/passages")[0] + "/recheck").text


def test_who_saves_over_another_is_told_first(app, teacher, path):
    old = mended(teacher, path, "The Harbour Board has built one pier.")
    assert old.status_code == 303
    answer = mended(teacher, path, BUILT, seen="what stood before")
    assert answer.status_code == 409
    assert "It says now: “The Harbour Board has built one pier.”" in answer.text
    assert said(app) == ["The Harbour Board has built one pier."]


def test_a_passage_is_taken_out_and_put_back(app, teacher, path):
    reading = path.partition("/passages")[0].replace("/bank/", "/readings/") + "/text"
    page = teacher.post(path, data={"act": "remove"}, follow_redirects=True)
    assert BUILT not in teacher.get(reading).text
    with app.app_context():
        assert db.session.query(Question).filter_by(status="approved").count() > 1
    url, fields = undo_in(page)
    assert teacher.post(url, data=fields).status_code == 303
    assert BUILT in teacher.get(reading).text


def test_only_the_owner_and_the_admin_mend_it(app, path, cast, client_of, admin):
    other = client_of(cast.outsider_teacher)
    assert other.get(path).status_code == 404
    assert other.post(path, data={"act": "remove"}).status_code == 404
    assert admin.get(path).status_code == 200
    assert said(app) == [BUILT]


def test_a_passage_of_a_file_and_one_of_another_bank_are_not_mended_here(app, admin, path):
    with app.app_context():
        shipped = db.session.query(Passage).filter_by(slug="hours").one().id
    assert admin.get(f"/bank/library/passages/{shipped}/edit").status_code == 404
    assert admin.get(f"{path.partition('/passages')[0]}/passages/{shipped}/edit").status_code == 404
