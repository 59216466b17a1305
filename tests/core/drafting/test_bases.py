"""What a question begins with that a person writes about a sentence."""

from random import Random

import pytest

from quizapp.core.bank.model import Passage
from quizapp.core.drafting.bases import begun, sentence_with

TEXT = "Bees are small. The Town Council has hired three keepers. It is so."
HIRED = "The Town Council has hired three keepers."
PASSAGE = Passage("p-1-1", "1.1", "A", TEXT, ())


def first(kind: str, sentence: str = HIRED):
    return begun(kind, sentence, PASSAGE, [PASSAGE], Random(0))


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ("hired three", 1),
        ("three keepers. It is", 1),
        (" The *Town* Council ", 1),
        ("Bees are small. The Town", 0),
        ("It is so.", 2),
        ("nowhere at all", None),
        ("", None),
    ],
)
def test_a_selection_names_the_sentence_it_begins_in(quote, place):
    assert sentence_with(TEXT, quote) == place


def test_a_statement_is_the_sentence():
    assert first("true_false") == {
        "prompt": "According to the text, the Town Council has hired three keepers.",
        "answer": True,
        "feedback": f"The text says: “{HIRED}”",
    }


def test_a_cloze_has_its_gap():
    said = first("cloze", "Bees are small.")
    assert (said["text"], said["gaps"]) == ("Bees are {{1}}.", [{"name": "1", "accept": ["small"]}])


def test_evidence_is_the_passage_with_the_sentence_marked():
    assert first("evidence")["sentences"] == [
        {"text": "Bees are small.", "correct": False},
        {"text": HIRED, "correct": True},
        {"text": "It is so.", "correct": False},
    ]


def test_a_number_and_a_name_are_asked_for_where_the_rules_can():
    assert first("numeric")["prompt"] == "According to the text, how many keepers has the Town Council hired?"
    assert first("short_text")["accept"] == ["Town Council", "the Town Council"]


def test_any_other_type_has_the_sentence_quoted():
    assert first("essay") == {"feedback": f"The text says: “{HIRED}”"}
