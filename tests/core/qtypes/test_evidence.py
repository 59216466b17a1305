"""Evidence: literal cases."""

import pytest

from quizapp.core.formats.item import Item
from quizapp.core.qtypes.base import FormatError
from quizapp.core.qtypes.choices import choice_key
from quizapp.core.qtypes.evidence import Evidence, EvidenceContent

qtype = Evidence()


def content(right, wrong, **more):
    sentences = [{"text": text, "correct": True, "feedback": f"{text}!"} for text in right.split()]
    sentences += [{"text": text} for text in wrong.split()]
    return EvidenceContent.model_validate(
        {"prompt": "Which?", "statement": "So it is.", "sentences": sentences, **more}
    )


def picked(question, texts):
    return qtype.parse(question, {"answer": [choice_key(text) for text in texts.split()]})


@pytest.mark.parametrize(
    ("texts", "fraction"), [("a b", 1.0), ("a", 0.5), ("a b x", 0.5), ("a x", 0.0), ("x y", 0.0)]
)
def test_points_are_right_minus_wrong_over_the_number_right_and_never_below_0(texts, fraction):
    question = content("a b", "x y")
    assert qtype.grade(question, picked(question, texts)).fraction == fraction


@pytest.mark.parametrize(("texts", "fraction"), [("b a", 1.0), ("a", 0.0), ("a b x", 0.0)])
def test_all_or_nothing_asks_for_exactly_those_sentences(texts, fraction):
    question = content("a b", "x", scoring="all_or_nothing")
    assert qtype.grade(question, picked(question, texts)).fraction == fraction


def test_more_than_may_be_picked_is_to_be_mended_and_not_wrong():
    assert picked(content("a", "x y", most=1), "a x") == FormatError("Pick one sentence only.")
    assert picked(content("a b", "x", most=2), "a b x") == FormatError(
        "Pick 2 sentences at most; you picked 3."
    )


def test_the_sentences_keep_the_order_of_the_passage():
    assert [one["text"] for one in qtype.prompt(content("b a", "x"))["sentences"]] == ["b", "a", "x"]


@pytest.mark.parametrize(
    ("question", "place", "message"),
    [
        (content("", "x y"), "sentences", "No sentence supports the statement."),
        (content("a b", ""), "sentences", "Every sentence supports the statement."),
        (content("a a", "x"), "sentences[1].text", "Same text as sentence 1."),
        (
            content("a b", "x", most=1),
            "most",
            "2 sentences support the statement; a student could not pick them all.",
        ),
    ],
)
def test_what_cannot_be_picked_is_told(question, place, message):
    assert [(f.level, f.place, f.message) for f in qtype.problems(question)] == [("error", place, message)]


def test_a_hot_text_of_another_program_is_read_with_its_prompt_as_the_statement():
    item = qtype.to_item(content("a", "x"))
    bare = Item("hottext", "It rains. Where does it say so?", options=item.options)
    assert qtype.from_item(bare).statement == "It rains. Where does it say so?"
