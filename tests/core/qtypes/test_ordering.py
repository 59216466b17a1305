"""Ordering: literal cases."""

from itertools import permutations
from random import Random

import pytest

from quizapp.core.qtypes.base import FormatError, Mark
from quizapp.core.qtypes.choices import choice_key
from quizapp.core.qtypes.ordering import Ordering, OrderingContent

qtype = Ordering()


def content(items, **more):
    return OrderingContent.model_validate({"prompt": "In which order?", "items": list(items), **more})


def ordered(question, items):
    return qtype.parse(
        question, {f"i-{choice_key(item)}": [str(place)] for place, item in enumerate(items, 1)}
    )


@pytest.mark.parametrize(
    ("items", "fraction"),
    [("abcde", 1.0), ("bcdea", 0.75), ("abdec", 0.5), ("deabc", 0.75), ("abced", 0.5), ("edcba", 0.0)],
)
def test_each_item_that_directly_follows_the_right_one_earns_a_share(items, fraction):
    assert qtype.grade(content("abcde"), ordered(content("abcde"), items)).fraction == fraction


@pytest.mark.parametrize(("items", "mark"), [("abcde", Mark.RIGHT), ("bcdea", Mark.WRONG)])
def test_all_or_nothing_asks_for_the_whole_order(items, mark):
    question = content("abcde", scoring="all_or_nothing")
    assert qtype.grade(question, ordered(question, items)).mark is mark


@pytest.mark.parametrize("seed", [None, *range(10)])
def test_the_right_order_is_never_the_one_that_is_shown(seed):
    for items in permutations("abc"):
        question = content(items)
        shown = qtype.prompt(question, None if seed is None else Random(seed))["items"]
        assert tuple(item["text"] for item in shown) != items
        assert sorted(item["text"] for item in shown) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ("1 2", "Give every item a place, from 1 to 3."),
        ("1 1 2", "2 items have place 1. Give each item its own place."),
        ("1 2 4", "Give each item a place from 1 to 3."),
        ("01 2 3", "Give each item a place from 1 to 3."),
    ],
)
def test_places_that_make_no_order_are_to_be_mended_and_not_wrong(places, message):
    raw = {f"i-{choice_key(item)}": [place] for item, place in zip("abc", places.split(), strict=False)}
    assert qtype.parse(content("abc"), raw) == FormatError(message)


def test_the_places_of_each_item_are_counted():
    question = content("abc")
    summary = qtype.summarise(question, [ordered(question, "acb"), ordered(question, "abc"), None])
    assert {(t.group, t.label, t.count, t.correct) for t in summary.tallies if t.count} == {
        ("a", "Place 1", 2, True),
        ("b", "Place 2", 1, True),
        ("b", "Place 3", 1, False),
        ("c", "Place 2", 1, False),
        ("c", "Place 3", 1, True),
    }


def test_an_item_since_reworded_earns_nothing_and_does_not_count_as_right():
    old = ordered(content("abx"), "abx")
    assert qtype.grade(content("abc"), old).fraction == 0.5
    assert qtype.say(content("abc"), old) == "a → b → A choice that is no longer there"


def test_items_must_differ():
    assert [f.message for f in qtype.problems(content(["a", "b", "A"]))] == ["Same text as item 1."]
