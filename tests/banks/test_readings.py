"""Readings are for everybody who is signed in; what is asked about them is for staff."""

import pytest

from quizapp.banks.models import Bank, Passage, Reading
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


def test_the_first_use_of_a_term_in_each_passage_leads_to_its_meaning(app, heron):
    with app.app_context():
        first = db.session.query(Passage).filter_by(slug="hours").one()
        first.text = "*Timetable*, a timetable of a & b < c. The librarian\nknows."
        db.session.commit()
    page = heron.get(RULES).text
    link = '<a class="term" role="doc-glossref" href="#term-{}">{}</a>'
    assert f"<em>{link.format(1, 'Timetable')}</em>, a timetable of a &amp; b &lt; c." in page
    assert page.count('href="#term-1"') == 1
    assert page.count(link.format(0, "librarian")) == 2
    assert page.count('id="term-0"') == page.count('id="term-1"') == 1


def test_the_glossary_has_only_terms_of_this_reading_by_the_alphabet_and_where_they_come_from(heron):
    page = heron.get(RULES).text
    glossary = page[page.index('id="glossary"') : page.index('id="timeline"')]
    assert glossary.index("librarian") < glossary.index("timetable")
    assert "harbour" not in glossary
    assert "A list of &lt;hours&gt;." in glossary
    assert 'href="#p-1-2"' in glossary
    assert glossary.count("Background, not from the readings") == 1


def test_the_timeline_of_the_unit_stands_in_its_order_with_its_passages_or_as_background(heron):
    page = heron.get(RULES).text
    timeline = page[page.index('id="timeline"') : page.index('id="about-source"')]
    assert timeline.index("1979") < timeline.index("not from the readings") < timeline.index("2024")
    assert timeline.count("Background, not from the readings") == 1
    assert timeline.index("2024") < timeline.index('href="#p-1-1"')


def test_a_note_leads_to_the_passage_of_another_reading_and_to_none_that_is_gone(app, heron):
    with app.app_context():
        bank = db.session.query(Bank).one()
        other = Reading(bank=bank, slug="map", title="The map", source="door", note="", position=2)
        other.passages = [
            Passage(
                slug="door", number="2.1", section="Map", text="A door.", digest="", sources=[], position=1
            )
        ]
        db.session.add(other)
        bank.timeline = [
            {"when": "2025", "event": "It moves.", "cites": ["map/door", "rules/hours", "rules/cellar"]}
        ]
        db.session.query(Passage).filter_by(slug="hours").one().removed_at = NOW
        db.session.commit()
    page = heron.get(RULES).text
    timeline = page[page.index('id="timeline"') : page.index('id="about-source"')]
    assert timeline.count("<a ") == 1
    assert 'href="/readings/library/map?cited=2.1#p-2-1"' in timeline
    assert 'aria-label="The map, passage 2.1"' in timeline


def test_who_publishes_the_source_what_it_is_and_what_it_does_not_tell_is_said(app, heron):
    with app.app_context():
        bank = db.session.query(Bank).one()
        about = {"publisher": "The school", "kind": "notice", "note": "It does not tell why."}
        bank.meta = {**bank.meta, "sources": [{**bank.meta["sources"][0], **about}]}
        db.session.commit()
    page = heron.get(RULES).text
    for words in ("A notice.", "The notice on the door", "The school", "Notice", "It does not tell why."):
        assert words in page[page.index('id="about-source"') :]


def test_a_bank_without_notes_shows_none(app, heron):
    with app.app_context():
        bank = db.session.query(Bank).one()
        bank.glossary, bank.timeline, bank.meta = [], [], {}
        db.session.query(Reading).one().note = ""
        db.session.commit()
    page = heron.get(RULES).text
    for name in ("glossary", "timeline", "about-source", "term-"):
        assert f'id="{name}' not in page
