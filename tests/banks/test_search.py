"""Searching a bank: full text kept true, filters with counts, chips; nothing typed is an error."""

import html
import re

import pytest

from quizapp.banks.figures import Figures
from quizapp.banks.models import QuestionWords
from quizapp.banks.service import add_revision, bank_by_slug, content_of, question_by_slug
from quizapp.core.bank.model import read_question
from quizapp.core.bank.seeking import read_search
from quizapp.db.fulltext import find
from quizapp.extensions import db
from tests.banks.test_bank_pages import LIST, listed
from tests.cast import NOW


def revise(app, slug, **changes):
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), slug)
        mapping = content_of(row.current).as_mapping() | {"id": slug} | changes
        add_revision(row, read_question(mapping)[0], author=None, now=NOW)
        db.session.commit()


def get(client, **query):
    return client.get(LIST, query_string=query)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("libr", ["The librarian's name", "Opening time", "A draft"]),
        ("librarian nam", ["The librarian's name"]),
        ("nam libr", []),  # only the last word may be a beginning
        ('"library open"', ["Opening time"]),
        ('"open library"', []),
        ("library -sundays", ["Opening time"]),
        ("-according", []),
        ('according -"the rules"', []),
        ("timetable hangs", ["Where the hours stand"]),
        ("ámsel", ["The librarian's name"]),
        ("“At nine”", ["Opening time"]),
    ],
)
def test_words_phrases_and_what_is_left_out(teacher, typed, titles):
    assert sorted(html.unescape(name) for name in listed(get(teacher, q=typed))) == sorted(titles)


def test_a_hit_in_the_title_comes_first_and_other_orders_can_be_chosen(teacher):
    page = get(teacher, q="book")
    assert listed(page)[0] == "How many books"
    assert "best match first" in page.text
    assert "Best match first</a>" in get(teacher, q="book", sort="title").text


def test_the_index_follows_every_revision(app, teacher):
    revise(
        app, "hours-door", prompt="According to the rules, where is the <b>zebra</b>?", tags=["animal-care"]
    )
    for typed in ("zebra", "animal-care", "care"):
        assert listed(get(teacher, q=typed)) == ["Where the hours stand"]
    revise(app, "hours-door", prompt="According to the rules, the hours are written on the door.", tags=[])
    assert listed(get(teacher, q="zebra")) == []


def test_the_index_forgets_a_question_that_goes(app):
    with app.app_context():
        sought = read_search("librarian").wanted

        def ids():
            return set(find(db.session.connection(), "question_words", "question_id", sought, every=True))

        row = question_by_slug(bank_by_slug("library"), "loans-librarian")
        assert ids() == {row.id}
        db.session.delete(db.session.get(QuestionWords, row.id))
        db.session.flush()
        assert ids() == set()
        db.session.rollback()


def test_hits_are_marked_and_what_was_written_stays_text(app, teacher):
    revise(app, "hours-door", prompt="According to the rules, where is `<b>zebra</b>` & co?")
    page = get(teacher, q="zebra").text
    assert '&lt;b&gt;<mark class="hit">zebra</mark>&lt;/b&gt;' in page
    assert "<b>zebra" not in page


def test_a_hit_in_an_answer_is_shown_with_its_field(teacher):
    assert 'Accept: Ms <mark class="hit">Amsel</mark>' in get(teacher, q="amsel").text
    assert 'Id: loans-<mark class="hit">librarian</mark>' not in get(teacher, q="librarian").text


@pytest.mark.parametrize(
    "typed",
    [
        '"', '""', "*", "a*", "NEAR(a b)", "AND OR NOT", "title:x", "^a", "a'b--;", "\\", "🦉", "(((", "-",
        '-"', "{x}", "{{ 7*7 }}", "%s %(q)s :q",
        "x" * 5000, "a " * 2500, '"' * 5000, "½ ﬁ ٣ हिन्दी", "\u202e", "1e5x 0x12 3.14",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(teacher, typed):
    assert get(teacher, q=typed).status_code == 200


def test_words_past_the_most_and_signs_without_a_letter_are_told_of(teacher):
    assert "Only the first 32 words are looked for; 8 more" in get(teacher, q="a " * 40).text
    assert "There is no letter and no figure in this" in get(teacher, q="?!").text


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("status", "approved", 5),
        ("claim", "none", 1),
        ("objective", "none", 1),
        ("passage", "none", 0),
        ("figures", "unused", 6),
        ("figures", "few", 0),
        ("tag", "nothing", 0),
        ("lint", "rule:nothing", 0),
    ],
)
def test_each_filter_has_its_questions(outsider_teacher, name, value, count):
    assert len(listed(get(outsider_teacher, **{name: value}))) == count


def test_a_question_with_an_error_a_warning_a_rule_or_nothing_is_found_by_its_findings(app, teacher):
    revise(
        app,
        "hours-opening",
        choices=[
            {"text": "At nine", "correct": True, "feedback": "Yes."},
            {"text": "At ten", "feedback": "No."},
            {"text": "All of the above", "feedback": "No."},
        ],
    )
    assert "Opening time" in listed(get(teacher, lint="rule:all-of-the-above"))
    assert "Opening time" in listed(get(teacher, lint="warning"))
    assert "Opening time" not in listed(get(teacher, lint="clean"))
    found = listed(get(teacher, lint="findings"))
    assert sorted(found + listed(get(teacher, lint="clean"))) == sorted(listed(get(teacher)))


def test_choices_say_how_many_they_would_leave_with_the_other_filters(teacher):
    page = get(teacher, status="approved").text
    assert "Draft (1)" in page  # of the states all are counted: one would be chosen instead of this
    assert "True or false (1)" in page
    assert "True or false (2)" in get(teacher).text


def test_each_filter_that_is_set_is_a_chip_that_takes_it_away(teacher):
    page = get(teacher, status="approved", type="numeric", q="books").text
    href = re.search(r'class="chip" href="([^"]+)" aria-label="State: Approved', page).group(1)
    assert html.unescape(href) == f"{LIST}?q=books&type=numeric"
    assert "Type: Number. Take this filter away: " in page


def test_a_value_that_no_filter_knows_is_a_chip_of_itself(teacher):
    page = get(teacher, type="<nonsense>")
    assert listed(page) == []
    assert "Type: &lt;nonsense&gt;" in page.text


def test_nothing_found_says_what_to_take_away_and_to_whom_it_falls_to_write_one(teacher, admin):
    page = get(teacher, q="zebra", status="draft").text
    assert "No question fits" in page
    assert 'Without the words “zebra”</a> <span class="soft">1 question</span>' in page
    assert "Without State: Draft</a>" in page
    assert "Show all 6 questions" in page
    assert "Write a question" not in page
    assert "Write a question" in get(admin, q="zebra").text


def test_how_questions_went_is_a_filter_and_a_badge(app, teacher, monkeypatch):
    with app.app_context():
        ids = {row.slug: row.id for row in bank_by_slug("library").questions}
        db.session.rollback()
    told = {
        ids["hours-door"]: Figures(2, 8, 0.95, 0.4),
        ids["hours-opening"]: Figures(2, 8, 0.2, 0.0),
        ids["loans-count"]: Figures(1, 4, 1.0, None),
    }

    def figures_of(user, rows):
        return {row.id: told.get(row.id, Figures()) for row in rows}

    for room in ("search", "question_list"):
        monkeypatch.setattr(f"quizapp.banks.{room}.figures_of", figures_of)
    assert listed(get(teacher, figures="easy")) == ["Where the hours stand"]
    assert listed(get(teacher, figures="hard")) == ["Opening time"]
    assert listed(get(teacher, figures="flat")) == ["Opening time"]
    assert listed(get(teacher, figures="few")) == ["How many books"]
    assert len(listed(get(teacher, figures="unused"))) == 3
    page = get(teacher).text
    assert '<span class="badge badge--partly">Too hard, Tells little apart</span>' in page
    assert "20%, n 8" in page
