"""Matching: literal cases."""

from random import Random

import pytest
from pydantic import ValidationError

from quizapp.core.formats.item import Item
from quizapp.core.qtypes.base import FormatError, Mark
from quizapp.core.qtypes.choices import choice_key
from quizapp.core.qtypes.matching import Matching, MatchingContent
from quizapp.core.qtypes.picks import PicksResponse

qtype = Matching()


def content(pairs, extra=()):
    pairs = [{"premise": premise, "answer": answer, "feedback": f"{premise}!"} for premise, answer in pairs]
    return MatchingContent.model_validate({"prompt": "Which?", "pairs": pairs, "extra": extra})


ABC = content([("a", "1"), ("b", "2"), ("c", "3")], ["4"])


def answered(question, **picked):
    return qtype.parse(
        question, {f"p-{choice_key(premise)}": [choice_key(text)] for premise, text in picked.items()}
    )


@pytest.mark.parametrize(
    ("picked", "fraction"),
    [
        ({"a": "1", "b": "2", "c": "3"}, 1.0),
        ({"a": "1", "b": "2"}, 0.666667),
        ({"a": "1", "b": "1", "c": "1"}, 0.333333),
        ({"a": "4", "b": "3"}, 0.0),
    ],
)
def test_each_pair_earns_its_share_and_a_wrong_one_takes_nothing_away(picked, fraction):
    assert qtype.grade(ABC, answered(ABC, **picked)).fraction == fraction


def test_feedback_is_on_the_pairs_that_were_answered():
    assert qtype.grade(ABC, answered(ABC, c="1", a="1")).feedback == ("a!", "c!")


def test_an_answer_with_gaps_is_kept_as_far_as_it_goes():
    assert answered(ABC, b="2") == PicksResponse(picks={choice_key("b"): choice_key("2")})


def test_what_is_not_in_the_list_is_refused_as_no_answer():
    raw = {f"p-{choice_key('a')}": [choice_key("5")]}
    assert qtype.parse(ABC, raw) == FormatError("Pick from the answers shown.")


def test_two_premises_may_have_one_answer_and_it_is_listed_once():
    question = content([("a", "1"), ("b", "1"), ("c", "2")])
    assert [answer["text"] for answer in qtype.prompt(question)["answers"]].count("1") == 1
    assert qtype.grade(question, answered(question, a="1", b="1", c="2")).mark is Mark.RIGHT


def test_the_order_of_the_answers_is_never_that_of_the_premises_by_rule():
    orders = {tuple(a["text"] for a in qtype.prompt(ABC, Random(seed))["answers"]) for seed in range(40)}
    assert len(orders) > 10
    by_key = sorted("1234", key=choice_key)
    assert [answer["text"] for answer in qtype.prompt(ABC)["answers"]] == by_key


def test_an_answer_to_a_pair_since_reworded_earns_nothing_and_is_still_counted():
    old = PicksResponse(picks={choice_key("a"): "gone0000"})
    assert qtype.grade(ABC, old).fraction == 0.0
    assert qtype.say(ABC, old) == "a → A choice that is no longer there"
    assert [(t.group, t.label, t.correct) for t in qtype.summarise(ABC, [old]).tallies if t.count] == [
        ("a", "A choice that is no longer there", False)
    ]


def test_answers_are_counted_premise_by_premise():
    summary = qtype.summarise(ABC, [answered(ABC, a="1", b="3"), answered(ABC, b="3"), None])
    assert (summary.n, summary.blank) == (3, 1)
    assert {(t.group, t.label, t.count, t.correct) for t in summary.tallies if t.count} == {
        ("a", "1", 1, True),
        ("b", "3", 2, False),
    }
    assert summary.most_chosen_wrong.words == "b: 3"


@pytest.mark.parametrize(
    ("pairs", "extra", "place", "message"),
    [
        ([("a", "1"), ("A ", "2")], ["3"], "pairs[1].premise", "Same text as premise 1."),
        ([("a", "1"), ("b", "1")], ["3"], "pairs", "Every pair has the same answer."),
        ([("a", "1"), ("b", "2")], ["2"], "extra[0]", "This answer goes with a premise."),
        ([("a", "1"), ("b", "2")], ["3", "3"], "extra[1]", "Same text as answer 1."),
    ],
)
def test_what_cannot_be_matched_is_told(pairs, extra, place, message):
    assert [(f.level, f.place, f.message) for f in qtype.problems(content(pairs, extra))] == [
        ("error", place, message)
    ]


def test_a_list_without_anything_over_is_advised_of():
    assert [f.level for f in qtype.problems(content([("a", "1"), ("b", "2")]))] == ["advice"]
    assert qtype.problems(content([("a", "1"), ("b", "1"), ("c", "2")])) == []


def test_one_pair_is_no_matching():
    with pytest.raises(ValidationError):
        content([("a", "1")])
    with pytest.raises(ValueError, match="not things to match"):
        qtype.from_item(Item("choice", "Which?"))
