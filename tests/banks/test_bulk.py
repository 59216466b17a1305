"""One act on many questions: done as to one, what could not be is named, all undone at once."""

import re

import pytest

from quizapp.accounts.models import AuditEntry
from quizapp.banks.models import Bank, BulkAct
from quizapp.banks.service import add_question, bank_by_slug, question_by_slug
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from tests.banks.test_bank_pages import LIST, listed
from tests.cast import NOW

BULK = f"{LIST}/bulk"


def post(client, *slugs, at=BULK, follow=True, **form):
    return client.post(at, data={"question": list(slugs), **form}, follow_redirects=follow)


def states(app):
    with app.app_context():
        told = {row.slug: row.status for row in bank_by_slug("library").questions}
        db.session.rollback()
    return told


def question(app, slug, what):
    with app.app_context():
        told = what(question_by_slug(bank_by_slug("library"), slug))
        db.session.rollback()
    return told


def tags(app, slug):
    return question(app, slug, lambda row: row.current.record.get("tags", []))


def undo_in(page):
    return re.search(r'action="([^"]+/undo[^"]*)"', page.text).group(1).replace("&amp;", "&")


def test_what_is_ticked_is_moved_and_put_back_by_one_undo(app, admin):
    before = states(app)
    page = post(admin, "hours-door", "loans-count", act="retire")
    assert "2 questions retired." in page.text
    assert "left as they are" not in page.text
    assert states(app) == before | {"hours-door": "retired", "loans-count": "retired"}
    page = admin.post(undo_in(page), follow_redirects=True)
    assert "Undone: 2 questions as before." in page.text
    assert states(app) == before
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(act="question.status").count() == 4


def test_approving_names_each_that_could_not_be_with_the_reason_of_the_single_approve(app, admin):
    with app.app_context():
        bank = bank_by_slug("library")
        loose = {
            "id": "loose",
            "type": "true_false",
            "title": "Loose <b>",
            "prompt": "It is so.",
            "answer": True,
        }
        add_question(bank, read_question(loose)[0], author=None, now=NOW)
        one = {"text": "One", "feedback": "No."}
        keyless = {
            **loose,
            "id": "keyless",
            "title": "Keyless",
            "type": "multiple_choice",
            "cites": ["rules/hours"],
        }
        del keyless["answer"]
        made = read_question({**keyless, "choices": [one, {**one, "text": "Two"}]})[0]
        add_question(bank, made, author=None, now=NOW)
        db.session.commit()
    page = post(admin, "hours-draft", "hours-door", "loose", "keyless", act="approve")
    assert "1 question approved." in page.text
    assert "1 question done, 3 left as they are." in page.text
    for why, name in (
        ("It is in this state already.", "Where the hours stand"),
        ("Cite the passage that the answer stands in before you approve it.", "Loose &lt;b&gt;"),
        ("Mend what is marked before you approve it.", "Keyless"),
    ):
        assert re.search(rf"<li>{re.escape(why)}\s*<span[^>]*><a[^>]*>{re.escape(name)}</a>", page.text), why
    assert (states(app)["hours-draft"], states(app)["loose"], states(app)["keyless"]) == (
        "approved",
        "draft",
        "draft",
    )
    single = admin.post(f"{LIST}/questions/loose/status", data={"status": "approved"}, follow_redirects=True)
    assert "Cite the passage that the answer stands in before you approve it." in single.text


def test_what_could_not_be_is_told_once(admin):
    page = post(admin, "hours-door", act="approve", follow=False)
    assert "Nothing was changed: 1 question left as it is." in admin.get(page.location).text
    assert "left as it is" not in admin.get(LIST).text


def test_a_tag_is_a_new_revision_by_who_added_it_and_undone_by_another(app, admin, cast):
    page = post(admin, "hours-door", "loans-count", act="tag", tag="Key Facts")
    assert "2 questions tagged “key-facts”." in page.text
    assert tags(app, "hours-door") == ["key-facts"]
    assert question(app, "hours-door", lambda row: (row.current.number, row.current.author_id)) == (
        2,
        cast.admin,
    )
    assert states(app)["hours-door"] == "approved"
    assert listed(admin.get(f"{LIST}?tag=key-facts&sort=title")) == [
        "How many books",
        "Where the hours stand",
    ]
    again = post(admin, "hours-door", "hours-draft", act="tag", tag="key-facts")
    assert "It has this tag already." in again.text
    admin.post(undo_in(page))
    assert tags(app, "hours-door") == []
    assert question(app, "hours-door", lambda row: row.current.number) == 3
    assert tags(app, "hours-draft") == ["key-facts"]
    page = post(admin, "hours-draft", "hours-door", act="untag", tag="key-facts")
    assert "1 question no longer tagged “key-facts”." in page.text
    assert "It does not have this tag." in page.text


def test_what_somebody_changed_since_is_left_alone_by_the_undo(app, admin):
    page = post(admin, "hours-door", "loans-count", act="retire")
    admin.post(f"{LIST}/questions/hours-door/status", data={"status": "draft"})
    page = admin.post(undo_in(page), follow_redirects=True)
    assert "Undone: 1 question as before." in page.text
    assert "left alone: “Where the hours stand”." in page.text
    assert states(app)["hours-door"] == "draft"


def test_an_undo_works_once(app, admin):
    url = undo_in(post(admin, "hours-door", act="retire"))
    admin.post(url)
    post(admin, "hours-door", act="retire")
    assert "That is undone already." in admin.post(url, follow_redirects=True).text
    assert states(app)["hours-door"] == "retired"


def test_all_that_match_or_all_on_the_page_need_no_ticks(app, admin):
    post(admin, at=f"{BULK}?type=true_false", which="all", matching="2", act="tag", tag="x")
    assert (tags(app, "hours-door"), tags(app, "hours-draft"), tags(app, "loans-count")) == (["x"], ["x"], [])
    post(admin, listed=["loans-count", "hours-opening"], which="page", act="tag", tag="y")
    assert (tags(app, "loans-count"), tags(app, "hours-opening"), tags(app, "hours-door")) == (
        ["y"],
        ["y"],
        ["x"],
    )


def test_a_list_that_changed_since_is_looked_at_again_first(app, admin):
    before = states(app)
    page = post(admin, which="all", matching="5", act="retire")
    assert page.status_code == 422
    assert "6 questions fit now: the list has changed. Look again." in page.text
    assert states(app) == before


@pytest.mark.parametrize(
    ("slugs", "form", "said"),
    [
        ([], {"act": "approve"}, "Tick the questions first."),
        (["none-such"], {"act": "approve"}, "Tick the questions first."),
        (["hours-door"], {}, "Choose what to do with them."),
        (["hours-door"], {"act": "delete"}, "Choose what to do with them."),
        (["hours-door"], {"act": "tag"}, "Write the tag, such as key-fact."),
        (["hours-door"], {"act": "untag", "tag": "🦉"}, "Write the tag, such as key-fact."),
        ([], {"act": "retire", "which": "all", "matching": "9" * 5000}, "Look again."),
    ],
)
def test_a_form_that_cannot_be_done_comes_back_with_its_ticks(app, admin, slugs, form, said):
    page = post(admin, *slugs, **form)
    assert page.status_code == 422
    assert said in page.text
    assert ('value="hours-door" checked' in page.text) is ("hours-door" in slugs)
    with app.app_context():
        assert db.session.query(BulkAct).count() == 0


def test_search_and_page_are_kept_on_the_way(admin):
    answer = post(admin, "hours-door", at=f"{BULK}?q=door&type=true_false", act="retire", follow=False)
    assert answer.location == f"{LIST}?q=door&type=true_false&page=1"
    assert listed(admin.get(answer.location)) == ["Where the hours stand"]


def test_only_who_may_edit_the_bank_ticks_and_acts(app, cast, teacher, heron, anonymous):
    page = teacher.get(LIST).text
    assert 'name="question"' not in page
    assert 'name="act"' not in page
    assert post(teacher, "hours-door", act="retire").status_code == 403
    assert post(heron, "hours-door", act="retire").status_code == 403
    assert post(anonymous, "hours-door", act="retire", follow=False).status_code == 303
    assert states(app)["hours-door"] == "approved"


def test_an_act_is_undone_only_by_who_did_it_in_its_own_bank(app, admin, client_of, cast):
    url = undo_in(post(admin, "hours-door", act="retire"))
    with app.app_context():
        db.session.get(BulkAct, 1).actor_id = cast.teacher
        db.session.add(Bank(slug="attic", title="The attic", meta={}, created_at=NOW))
        db.session.commit()
    assert admin.post(url).status_code == 404
    assert admin.post("/bank/attic/bulk/1/undo").status_code == 404
    assert states(app)["hours-door"] == "retired"


def test_a_question_of_another_bank_is_not_touched(app, admin):
    with app.app_context():
        attic = Bank(slug="attic", title="The attic", meta={}, created_at=NOW)
        db.session.add(attic)
        db.session.flush()
        mapping = {"id": "in-attic", "type": "true_false", "prompt": "So?", "answer": True}
        add_question(attic, read_question(mapping)[0], author=None, now=NOW)
        db.session.commit()
    assert post(admin, "in-attic", act="retire").status_code == 422
