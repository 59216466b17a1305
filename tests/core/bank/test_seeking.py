"""What a teacher types into the search box: words, phrases, what to leave out; hits are marked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.bank.seeking import (
    LONGEST_WORD,
    MOST_PHRASES,
    Phrase,
    Sought,
    excerpt,
    marked,
    read_search,
    words_in,
    words_of,
)


def wanted(*phrases):
    return Sought(tuple(Phrase(tuple(phrase.split())) for phrase in phrases))


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("", Sought()),
        ("  * ( : ^ %  ", Sought()),
        ("Iran", Sought((Phrase(("iran",), prefix=True),))),
        ("Iran hack", Sought((Phrase(("iran",)), Phrase(("hack",), prefix=True)))),
        ('"hack and leak"', wanted("hack and leak")),
        ("“hack and leak” -Russia", Sought((Phrase(("hack", "and", "leak")),), (Phrase(("russia",)),))),
        ('-"hack and leak" iran', Sought((Phrase(("iran",), True),), (Phrase(("hack", "and", "leak")),))),
        ('"no end', wanted("no end")),
        ("hours-opening", Sought((Phrase(("hours", "opening"), prefix=True),))),
        ("U.S. agency", Sought((Phrase(("u", "s")), Phrase(("agency",), prefix=True)))),
        ("AND OR NOT NEAR(", Sought((*wanted("and", "or", "not").wanted, Phrase(("near",), prefix=True)))),
        ("-", Sought()),
        ("--x", Sought((), (Phrase(("x",)),))),
    ],
)
def test_what_is_typed_is_read(typed, sought):
    assert read_search(typed) == sought


def test_more_words_than_are_looked_for_are_counted():
    sought = read_search("word " * (MOST_PHRASES + 3))
    assert len(sought.wanted) == MOST_PHRASES
    assert sought.left_out == 3


def test_words_are_compared_without_capitals_and_accents():
    assert words_in("École ÜBER, cafe\u0301; 2nd “IRGC” ½ 🦉 snake_case") == [
        "ecole", "uber", "cafe", "2nd", "irgc", "12", "snake", "case",
    ]  # fmt: skip


def test_a_word_without_end_is_cut():
    assert words_in("x" * 5000) == ["x" * LONGEST_WORD]


def test_a_question_is_indexed_by_its_texts_its_id_and_its_tags():
    words = words_of(
        "opening",
        {
            "type": "multiple_choice",
            "title": "Opening time",
            "prompt": "When?",
            "choices": [{"text": "At nine", "feedback": "So it says."}],
            "tags": ["key-fact"],
            "cites": ["rules/hours"],
            "level": "remember",
        },
    )
    assert vars(words) == {
        "title": "opening time",
        "prompt": "when",
        "rest": "opening at nine so it says key fact",
    }
    assert words_of("x", {"prompt": "Only this"}).title == "only this"


@pytest.mark.parametrize(
    ("typed", "text", "pieces"),
    [
        ("nine", "At Nine, at ninety", [("At ", False), ("Nine", True), (", at ", False), ("ninety", True)]),
        ('"nine"', "at ninety", [("at ninety", False)]),
        ('"at nine"', "<b>At  nine</b>", [("<b>", False), ("At  nine", True), ("</b>", False)]),
        ("ecole", "L'école", [("L'", False), ("école", True)]),
        ("", "At nine", [("At nine", False)]),
        ("-nine", "At nine", [("At nine", False)]),
    ],
)
def test_hits_are_marked(typed, text, pieces):
    assert marked(text, read_search(typed)) == pieces


def test_an_excerpt_begins_and_ends_between_words():
    text = "one two three four five six seven eight nine ten eleven twelve"
    assert excerpt(text, read_search("seven"), before=10, length=20) == "… four five six seven …"
    assert excerpt(text, read_search("one"), length=12) == "one two …"
    assert excerpt(text, read_search("thirteen")) == ""


@given(st.text(max_size=80), st.text(max_size=200))
def test_marks_lose_no_letter(typed, text):
    sought = read_search(typed)
    assert "".join(piece for piece, _ in marked(text, sought)) == unicodedata.normalize("NFC", text)
    for phrase in (*sought.wanted, *sought.unwanted):
        assert all(word.isalnum() for word in phrase.words)
