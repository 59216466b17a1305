"""Multiple response: literal cases."""

import pytest

from quizapp.core.qtypes.base import Mark
from quizapp.core.qtypes.choices import choice_key
from quizapp.core.qtypes.multiple_response import MultipleResponse, MultipleResponseContent

qtype = MultipleResponse()


def content(right, wrong, **more):
    choices = [{"text": text, "correct": True, "feedback": f"{text} is right"} for text in right.split()]
    choices += [{"text": text} for text in wrong.split()]
    return MultipleResponseContent.model_validate({"prompt": "Which?", "choices": choices, **more})


def grade(question, chosen):
    raw = {"answer": [choice_key(text) for text in chosen.split()]}
    return qtype.grade(question, qtype.parse(question, raw))


@pytest.mark.parametrize(
    ("chosen", "fraction"),
    [
        ("a b c", 1.0),
        ("a b", 0.666667),
        ("a", 0.333333),
        ("a b c x", 0.666667),
        ("a b x", 0.333333),
        ("a x", 0.0),
        ("x y", 0.0),
        ("a b c x y", 0.333333),
    ],
)
def test_points_are_right_minus_wrong_over_the_number_right_and_never_below_0(chosen, fraction):
    assert grade(content("a b c", "x y"), chosen).fraction == fraction


@pytest.mark.parametrize(("chosen", "fraction"), [("a b", 1.0), ("b a", 1.0), ("a", 0.0), ("a b x", 0.0)])
def test_all_or_nothing_asks_for_the_exact_set(chosen, fraction):
    question = content("a b", "x", scoring="all_or_nothing")
    assert grade(question, chosen).fraction == fraction
    assert grade(question, chosen).mark is (Mark.RIGHT if fraction else Mark.WRONG)


def test_feedback_is_that_of_the_choices_taken_in_the_authors_order():
    assert grade(content("a b", "x"), "x b a").feedback == ("a is right", "b is right")


def test_one_choice_sent_twice_counts_once():
    question = content("a b", "x")
    assert qtype.parse(question, {"answer": [choice_key("a")] * 5}).choices == (choice_key("a"),)


def test_some_must_be_right_and_some_wrong():
    assert [f.message for f in qtype.problems(content("", "x y"))] == ["No choice is marked right."]
    assert [f.message for f in qtype.problems(content("a b", ""))] == ["Every choice is marked right."]
    assert qtype.problems(content("a", "x")) == []


def test_a_student_counts_at_each_choice_taken():
    question = content("a b", "x")
    answers = [
        qtype.parse(question, {"answer": [choice_key(text) for text in chosen.split()]})
        for chosen in ("a b", "a x", "")
    ]
    summary = qtype.summarise(question, answers)
    assert [(tally.label, tally.count) for tally in summary.tallies] == [("a", 2), ("b", 1), ("x", 1)]
    assert (summary.n, summary.blank) == (3, 1)
    assert summary.most_chosen_wrong.label == "x"
    assert qtype.say(question, answers[1]) == "a; x"
    assert qtype.say_key(question) == "a; b"
