"""Readings are for everybody who is signed in; what is asked about them is for staff."""

import pytest

from quizapp.banks.models import Passage
from quizapp.extensions import db
from tests.cast import NOW

RULES = "/readings/library/rules"


@pytest.mark.parametrize("who", ["heron", "outsider", "teacher", "admin"])
def test_everybody_signed_in_may_read(request, who):
    client = request.getfixturevalue(who)
    assert f'href="{RULES}"' in client.get("/readings").text
    page = client.get(RULES)
    assert "The library opens at nine on school days." in page.text
    assert "A notice." in page.text


def test_a_stranger_is_asked_to_sign_in(anonymous):
    assert anonymous.get("/readings").status_code == 302
    assert anonymous.get(RULES).status_code == 302


def test_a_passage_has_its_number_for_an_anchor_and_not_its_name(heron):
    page = heron.get(RULES).text
    assert 'id="p-1-1"' in page
    assert 'href="#p-1-2"' in page
    for name in ("rules/hours", '"hours"', "rules/loans"):
        assert name not in page


def test_staff_see_the_source_and_what_is_asked(teacher):
    page = teacher.get(RULES).text
    assert "door:1" in page
    assert 'href="/bank/library?passage=rules/hours&amp;status=approved">2 questions</a>' in page
    assert 'passage=rules/loans&amp;status=approved">3 questions</a>' in page


def test_students_see_neither(heron):
    page = heron.get(RULES).text
    assert "door:1" not in page
    assert "question" not in page.lower()
    assert 'href="/bank' not in page


def test_only_the_passages_that_the_address_names_are_marked(heron):
    assert 'mark class="cited"' not in heron.get(RULES).text
    page = heron.get(f"{RULES}?cited=1.2").text
    assert page.count('<mark class="cited">') == page.count("</mark>") == 1
    assert '<mark class="cited">A student may borrow three books' in page
    assert heron.get(f"{RULES}?cited=1.1,1.2").text.count('<mark class="cited">') == 2


@pytest.mark.parametrize("cited", ["", "9.9", "<script>", "rules/hours", "," * 5_000])
def test_marks_that_name_no_passage_mark_nothing(heron, cited):
    page = heron.get(RULES, query_string={"cited": cited})
    assert page.status_code == 200
    assert "<mark" not in page.text


def test_a_passage_keeps_its_emphasis_and_loses_its_scripts(app, heron):
    with app.app_context():
        first = db.session.query(Passage).filter_by(slug="hours").one()
        first.text = "It is *alleged*.\n\n<script>alert(1)</script> [x](javascript:alert(1))"
        db.session.commit()
    for address in (RULES, f"{RULES}?cited=1.1"):
        page = heron.get(address).text
        assert "<em>alleged</em>" in page
        assert "<script>alert" not in page
        assert "javascript:" not in page.replace("[x](javascript:alert(1))", "")
    assert page.count('<mark class="cited">') == 2


def test_a_passage_that_is_gone_is_not_shown_and_a_reading_without_any_is_not_found(app, heron):
    with app.app_context():
        for passage in db.session.query(Passage).filter_by(slug="hours"):
            passage.removed_at = NOW
        db.session.commit()
    assert "at nine" not in heron.get(RULES).text
    with app.app_context():
        for passage in db.session.query(Passage):
            passage.removed_at = NOW
        db.session.commit()
    assert heron.get(RULES).status_code == 404
    assert RULES not in heron.get("/readings").text


@pytest.mark.parametrize("address", ["/readings/library/none", "/readings/attic/rules", "/readings/library"])
def test_what_is_not_there_is_not_found(heron, address):
    assert heron.get(address).status_code == 404
