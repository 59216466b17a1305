"""Grading again: who gains, who is protected, and that it always comes out the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.attempts.regrading import Difference, Regrade, grade_again, shown_the_same
from quizapp.core.attempts.scoring import Asked, Treatment, grade_attempt
from quizapp.core.bank.model import Question, read_question
from quizapp.core.qtypes.base import Mark
from quizapp.core.qtypes.choices import choice_key

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)


def question(**fields: Any) -> Question:
    read, findings = read_question({"id": "one", "prompt": "What do the rules say?", **fields})
    assert read, findings
    return read


def choice(right: str, *texts: str) -> Question:
    texts = texts or ("A", "B", "C")
    return question(
        type="multiple_choice",
        choices=[{"text": text, "correct": text == right} for text in texts],
    )


def chose(text: str) -> str:
    return f'{{"choice":"{choice_key(text)}"}}'


A, B, C = choice("A"), choice("B"), choice("C")
WORD = question(type="short_text", accept=["Amsel"])
WIDER = question(type="short_text", accept=["Amsel", "Amsl"])
ASKED = [Asked(1, A, 2.0), Asked(2, B, 1.0), Asked(3, WORD, 1.0)]


def again(responses: dict[int, str | None], *regrades: Regrade, at: datetime = BEFORE, **more: Any) -> Any:
    return grade_again(ASKED, responses, regrades, submitted_at=at, **more)[1]


def test_a_corrected_key_gives_and_takes_nothing() -> None:
    rule = Regrade(1, NOON, graded_by=B)
    assert again({1: chose("B")}, rule).vector == (1.0, None, None)
    assert again({1: chose("A")}, rule).vector == (1.0, None, None), "Never lower keeps it."
    lowering = Regrade(1, NOON, graded_by=B, never_lower=False)
    assert again({1: chose("A")}, lowering).vector == (0.0, None, None)


def test_what_is_handed_in_after_a_regrade_is_graded_by_the_new_rule_alone() -> None:
    rule = Regrade(1, NOON, graded_by=B)
    assert again({1: chose("A")}, rule, at=AFTER).total == 0.0


def test_a_dropped_question_counts_for_nobody_but_those_it_would_lower() -> None:
    rule = Regrade(1, NOON, treatment=Treatment.DROPPED)
    lost = again({2: chose("B")}, rule)
    assert (lost.total, lost.maximum) == (1.0, 2.0)
    kept = again({1: chose("A"), 2: chose("B")}, rule)
    assert (kept.total, kept.maximum) == (3.0, 4.0)
    assert again({1: chose("A"), 2: chose("B")}, rule, at=AFTER).maximum == 2.0


def test_full_marks_are_for_those_too_who_left_it_empty() -> None:
    result = again({}, Regrade(1, NOON, treatment=Treatment.FULL))
    assert (result.total, result.vector, result.of(1).grade.mark) == (2.0, (1.0, None, None), Mark.RIGHT)


def test_a_mark_by_hand_goes_before_any_key() -> None:
    rule = Regrade(1, NOON, graded_by=B, never_lower=False)
    assert again({1: chose("A")}, rule, marks={1: 0.5}).total == 1.0


def test_a_regrade_that_was_taken_back_leaves_no_trace() -> None:
    wider, key = Regrade(3, NOON, graded_by=WIDER), Regrade(1, NOON, graded_by=B)
    responses = {1: chose("A"), 3: '{"text":"Amsl"}'}
    assert again(responses, wider, key).total == 3.0
    assert again(responses, key).total == again(responses).total == 2.0


def test_an_essay_that_was_dropped_waits_for_nobody() -> None:
    essay = question(type="essay")
    asked = [Asked(1, essay, 2.0), Asked(2, A, 1.0)]
    assert grade_attempt(asked, {1: '{"text":"So."}'}).by_hand == 1
    _, result = grade_again(
        asked, {1: '{"text":"So."}'}, [Regrade(1, NOON, treatment=Treatment.DROPPED)], submitted_at=BEFORE
    )
    assert (result.waiting, result.by_hand, result.maximum) == (0, 0, 1.0)


rules = st.builds(
    Regrade,
    slot=st.sampled_from([1, 2]),
    at=st.just(NOON),
    graded_by=st.sampled_from([None, A, B, C]),
    treatment=st.sampled_from(Treatment),
    never_lower=st.booleans(),
) | st.builds(
    Regrade,
    slot=st.just(3),
    at=st.just(NOON),
    graded_by=st.sampled_from([None, WIDER]),
    treatment=st.sampled_from(Treatment),
    never_lower=st.booleans(),
)
letters = st.sampled_from(["A", "B", "C"]).map(chose) | st.none()
answered = st.fixed_dictionaries(
    {1: letters, 2: letters, 3: st.sampled_from(['{"text":"Amsel"}', '{"text":"Amsl"}', None])}
)
given_marks = st.dictionaries(st.sampled_from([1, 2, 3]), st.sampled_from([0.0, 0.5, 1.0]))


@given(answered, st.lists(rules, max_size=4), rules, given_marks)
def test_never_lower_holds_for_every_attempt(
    responses: dict[int, str | None], earlier: list[Regrade], last: Regrade, marks: dict[int, float]
) -> None:
    protected = Regrade(last.slot, last.at, last.graded_by, last.treatment, never_lower=True)
    before = again(responses, *earlier, marks=marks)
    after = again(responses, *earlier, protected, marks=marks)
    assert after.share >= before.share - 1e-9


@given(answered, st.lists(rules, max_size=4), rules, given_marks)
def test_applying_a_regrade_twice_is_applying_it_once(
    responses: dict[int, str | None], earlier: list[Regrade], last: Regrade, marks: dict[int, float]
) -> None:
    once = again(responses, *earlier, last, marks=marks)
    assert again(responses, *earlier, last, last, marks=marks) == once


@given(answered, st.sampled_from([1, 2, 3]))
def test_dropping_takes_the_points_off_the_maximum(responses: dict[int, str | None], slot: int) -> None:
    result = again(responses, Regrade(slot, NOON, treatment=Treatment.DROPPED, never_lower=False))
    assert result.maximum == 4.0 - ASKED[slot - 1].points
    assert len(result.vector) == 3, "The vector keeps its places."


@given(answered, st.lists(rules, max_size=4))
def test_no_score_is_outside_what_can_be_had(
    responses: dict[int, str | None], regrades: list[Regrade]
) -> None:
    result = again(responses, *regrades)
    assert 0 <= result.total <= result.maximum <= 4.0


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (A, B, True),
        (A, choice("A", "C", "B", "A"), True),
        (A, choice("A", "A", "B", "D"), False),
        (A, choice("A", "A", "B"), False),
        (WORD, WIDER, True),
        (A, WORD, False),
        (A, question(type="multiple_choice", prompt="Reworded?", choices=A.as_mapping()["choices"]), True),
    ],
)
def test_answers_make_sense_where_the_same_could_be_chosen(old: Question, new: Question, same: bool) -> None:
    assert shown_the_same(old, new) is same


def test_a_difference_goes_by_the_share_and_not_by_the_points() -> None:
    assert Difference(1, 4.0, 5.0, 4.0, 4.0).direction == 1
    assert Difference(1, 4.0, 5.0, 3.2, 4.0).direction == 0
    assert Difference(1, 4.0, 5.0, 3.0, 4.0).direction == -1
    assert Difference(1, 4.0, 5.0, 3.2, 4.0).changes
    assert not Difference(1, 4.0, 5.0, 4.0, 5.0).changes
