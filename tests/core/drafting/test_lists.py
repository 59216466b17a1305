"""Lists found in sentences, and what may stand beside them as wrong."""

from random import Random

import pytest

from quizapp.core.bank.model import Passage
from quizapp.core.drafting.drafts import draft_questions
from quizapp.core.drafting.lists import listings


@pytest.mark.parametrize(
    ("sentence", "items", "called"),
    [
        ("They fight many enemies, including wasps and moths.", ("wasps", "moths"), "enemies"),
        ("Tools such as hammers, saws and drills are sold here.", ("hammers", "saws", "drills"), "tools"),
        ("It has three parts: a base, a tower, and a lamp.", ("a base", "a tower", "a lamp"), "parts"),
        ("The light is seen by sailors, pilots and fishermen.", ("sailors", "pilots", "fishermen"), ""),
        ("He used a range of fuels, including oil and gas, for years.", ("oil", "gas"), "fuels"),
        ("It rose between the two towns, including bridges and roads.", ("bridges", "roads"), ""),
        ("They burned fuels such as oil and tar before gas came.", ("oil", "tar"), "fuels"),
        (
            "It needs these things:\n- a dry floor\n- a strong door",
            ("a dry floor", "a strong door"),
            "things",
        ),
    ],
)
def test_a_list_is_found_with_what_its_items_are_called(sentence, items, called):
    assert [(one.items, one.called) for one in listings(sentence)] == [(items, called)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The keeper wound the clock, trimmed the wick, and kept a log.",
        "In May, June, and July the bees fly.",
        "They met kings such as Olaf, wild dogs and rain.",
        "It is late.",
    ],
)
def test_what_is_no_list_of_like_things_is_none(sentence):
    assert list(listings(sentence)) == []


def drafts(*texts: str):
    passages = [Passage(f"p-1-{n}", f"1.{n}", "A", text, ()) for n, text in enumerate(texts, 1)]
    made = draft_questions("a", passages, Random(1))
    return [one for one in made if one.question.meta.type == "multiple_response"]


def test_lines_of_a_list_are_asked_for_under_the_line_that_leads_to_them():
    (draft, _) = drafts(
        "The tower needs these parts:\n- a dry floor\n- thick glass\n- a strong door",
        "The keepers fought dangers such as storms, ice and hunger.",
    )
    assert draft.question.content.prompt == (
        "According to the text, which of these are named as parts? “the tower needs these parts …”"
    )
    right = {choice.text for choice in draft.question.content.choices if choice.correct}
    assert right == {"a dry floor", "thick glass", "a strong door"}
    assert set(draft.distractors) == {"storms", "ice", "hunger"}


@pytest.mark.parametrize(
    "other",
    [
        "In winter the keepers fought dangers such as storms, rats and wolves.",  # of the same thing
        "The rocks bring dangers such as holes and weeds.",  # called the same
        "The stores held storms, ice and hunger at bay.",
    ],
)
def test_what_may_be_true_of_a_list_too_never_stands_beside_it_as_wrong(other):
    assert drafts("The keepers fought dangers such as storms, ice and hunger.", other) == []
