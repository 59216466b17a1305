"""What answers picked at random earn: Moodle's random guess score."""

import pytest

from quizapp.core.qtypes.registry import QUESTION_TYPES


def guessed(name, **content):
    qtype = QUESTION_TYPES[name]
    return qtype.guessed(qtype.Content.model_validate({"prompt": "Which?", **content}))


def choices(*right):
    return [{"text": f"Choice {number}", "correct": correct} for number, correct in enumerate(right)]


def test_one_of_four_choices_is_a_quarter():
    assert guessed("multiple_choice", choices=choices(True, False, False, False)) == 0.25


def test_true_or_false_is_a_half():
    assert guessed("true_false", answer=True) == 0.5


@pytest.mark.parametrize(
    ("scoring", "share"),
    # Of a right and b wrong choices: {a} and {a, a} earn 1/2 and 1, {a, a, b} 1/2, {a, b} and the rest 0.
    [("partial", (2 * 0.5 + 1 + 0.5) / 7), ("all_or_nothing", 1 / 7)],
)
def test_all_that_apply_is_the_mean_over_all_ways_to_choose(scoring, share):
    found = guessed("multiple_response", choices=choices(True, True, False), scoring=scoring)
    assert found == pytest.approx(share)


def test_one_sentence_at_most_of_three_is_a_third():
    sentences = [{"text": "One.", "correct": True}, {"text": "Two."}, {"text": "Three."}]
    assert guessed("evidence", statement="It is so.", sentences=sentences, most=1) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("scoring", "share"), [("partial", 1 / 4), ("all_or_nothing", 1 / 24)])
def test_four_items_in_order(scoring, share):
    assert guessed("ordering", items=["A", "B", "C", "D"], scoring=scoring) == pytest.approx(share)


def test_what_is_typed_is_not_guessed():
    assert guessed("short_text", accept=["Amsel"]) == 0
    gaps = [{"name": "1", "accept": ["a"], "choices": ["a", "b"]}, {"name": "2", "accept": ["c"]}]
    assert guessed("cloze", text="{{1}} and {{2}}", gaps=gaps) == 0.25
