"""What must hold of the figures whatever the marks are."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizapp.core.statistics.item_analysis import analyse_items
from quizapp.core.statistics.marks import Marks
from quizapp.core.statistics.reliability import analyse_test

RATIOS = (
    "facility",
    "sd",
    "discrimination_index",
    "discriminative_efficiency",
    "effective_weight",
    "point_biserial",
    "alpha_if_deleted",
    "facility_low",
    "facility_high",
    "upper_lower",
    "intended_weight",
)
QUIZ = ("mean", "median", "sd", "skewness", "kurtosis", "alpha", "error_ratio", "sem", "alpha_low", "kr20")


@st.composite
def marks(draw, draws=False):
    """Draw 1 to 15 students by 1 to 6 questions of a point; with `draws`, some were not asked some."""
    k, n = draw(st.integers(1, 6)), draw(st.integers(1, 15))
    one = st.sampled_from([0.0, 0.25, 0.5, 1.0, *([math.nan] if draws else [])])
    return Marks.of(draw(st.lists(st.lists(one, min_size=k, max_size=k), min_size=n, max_size=n)))


def same(one, other, names):
    for name in names:
        a, b = getattr(one, name), getattr(other, name)
        assert (a is None) == (b is None), name
        if a is not None:
            assert a == pytest.approx(b, abs=1e-7), name


@given(marks(draws=True), st.randoms())
@settings(deadline=None)
def test_the_order_of_the_students_changes_nothing(table, chance):
    order = list(range(table.n))
    chance.shuffle(order)
    other = Marks(table.values[order], table.maxima)
    same(analyse_test(table), analyse_test(other), QUIZ)
    for one, again in zip(analyse_items(table), analyse_items(other), strict=True):
        same(one, again, RATIOS)


@given(marks(draws=True), st.randoms())
@settings(deadline=None)
def test_the_order_of_the_questions_moves_their_figures_and_changes_none(table, chance):
    order = list(range(table.k))
    chance.shuffle(order)
    other = Marks(table.values[:, order], table.maxima[order])
    same(analyse_test(table), analyse_test(other), QUIZ)
    found = analyse_items(other)
    for place, was in enumerate(order):
        same(analyse_items(table)[was], found[place], RATIOS)


@given(marks(draws=True), st.sampled_from([2.0, 10.0, 1 / 3, 1e6, 1e-6]))
@settings(deadline=None)
def test_a_doubled_scale_changes_no_ratio(table, times):
    other = Marks(table.values * times, table.maxima * times)
    same(analyse_test(table), analyse_test(other), QUIZ)
    for one, again in zip(analyse_items(table), analyse_items(other), strict=True):
        same(one, again, RATIOS)


@given(marks(), st.sampled_from([0.0, 0.1, 1 / 3, 1.0]))
@settings(deadline=None)
def test_a_constant_question_has_no_discrimination(table, mark):
    other = Marks(np.column_stack([table.values, np.full(table.n, mark)]), np.ones(table.k + 1))
    found = analyse_items(other)[-1]
    assert found.discrimination_index is None
    assert found.discriminative_efficiency is None
    assert found.point_biserial is None
    assert set(found.reasons) >= {"discrimination_index", "discriminative_efficiency", "point_biserial"}
    assert found.facility == pytest.approx(100 * mark)
    if table.n > 1:
        assert found.sd == 0


@given(marks(draws=True))
@settings(deadline=None)
def test_figures_stay_in_their_bounds_and_what_is_missing_has_a_reason(table):
    quiz = analyse_test(table)
    for name in (*QUIZ, "alpha_high"):
        value = getattr(quiz, name)
        assert (value is None) == (name in quiz.reasons), name
        assert value is None or math.isfinite(value), name
    assert quiz.alpha is None or not table.complete or quiz.alpha <= 100 + 1e-9
    for one in analyse_items(table):
        for name in RATIOS:
            value = getattr(one, name)
            assert (value is None) == (name in one.reasons), name
            assert value is None or math.isfinite(value), name
        if one.n:
            assert -1e-9 <= one.facility_low <= one.facility + 1e-9 <= one.facility_high + 2e-9 <= 100 + 3e-9
        if one.point_biserial is not None:
            assert -1 <= one.point_biserial <= 1
            assert -100 - 1e-6 <= one.upper_lower <= 100 + 1e-6 if one.upper_lower is not None else True
            assert one.discriminative_efficiency <= 100 + 1e-6
    weights = [one.effective_weight for one in analyse_items(table) if one.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100)


@given(marks())
@settings(deadline=None)
def test_kr20_is_alpha_where_marks_are_right_or_wrong(table):
    whole = Marks(np.round(table.values), table.maxima)
    quiz = analyse_test(whole)
    assume(quiz.alpha is not None)
    assert quiz.kr20 == pytest.approx(quiz.alpha)


@given(marks())
@settings(deadline=None)
def test_alpha_without_a_question_is_the_alpha_of_the_test_without_it(table):
    assume(table.k > 2)
    for place, one in enumerate(analyse_items(table)):
        expected = analyse_test(table.without(place)).alpha
        assert (one.alpha_if_deleted is None) == (expected is None)
        if expected is not None:
            assert one.alpha_if_deleted == pytest.approx(expected, abs=1e-6)


@given(marks())
@settings(deadline=None)
def test_everybody_twice_keeps_what_is_told_by_shares(table):
    twice = Marks(np.vstack([table.values, table.values]), table.maxima)
    for one, again in zip(analyse_items(table), analyse_items(twice), strict=True):
        if one.point_biserial is not None:
            assert again.point_biserial == pytest.approx(one.point_biserial, abs=1e-7)
            assert again.discriminative_efficiency == pytest.approx(one.discriminative_efficiency, abs=1e-6)
        assert again.facility == pytest.approx(one.facility)
        assert again.facility_high - again.facility_low < one.facility_high - one.facility_low
