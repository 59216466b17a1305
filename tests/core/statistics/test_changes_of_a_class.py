"""What a change of the class or of the test does to the figures, and what it must leave as it was."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.statistics.item_analysis import analyse_items
from quizapp.core.statistics.marks import Marks
from quizapp.core.statistics.reliability import analyse_test
from tests.core.statistics.test_properties import marks, same

FEW = settings(deadline=None, max_examples=40)


@given(marks())
@FEW
def test_right_and_wrong_swapped_in_all_questions_turn_the_test_round(table):
    turned = Marks(1 - table.values, table.maxima)
    quiz, other = analyse_test(table), analyse_test(turned)
    assert other.mean == pytest.approx(100 - quiz.mean)
    assert other.median == pytest.approx(100 - quiz.median)
    same(quiz, other, ("sd", "kurtosis", "alpha", "alpha_low", "alpha_high", "error_ratio", "sem", "kr20"))
    assert (quiz.skewness is None) == (other.skewness is None)
    if quiz.skewness is not None:
        assert other.skewness == pytest.approx(-quiz.skewness, abs=1e-7)
    kept = ("sd", "point_biserial", "discriminative_efficiency", "effective_weight", "alpha_if_deleted")
    for one, again in zip(analyse_items(table), analyse_items(turned), strict=True):
        same(one, again, (*kept, "upper_lower"))
        assert again.facility == pytest.approx(100 - one.facility)
        assert again.facility_low == pytest.approx(100 - one.facility_high)


@given(marks(), st.data())
@FEW
def test_right_and_wrong_swapped_in_one_question_turn_its_discrimination_round(table, data):
    place = data.draw(st.integers(0, table.k - 1))
    values = table.values.copy()
    values[:, place] = 1 - values[:, place]
    one, again = analyse_items(table)[place], analyse_items(Marks(values, table.maxima))[place]
    same(one, again, ("sd", "alpha_if_deleted", "intended_weight"))
    assert (one.point_biserial is None) == (again.point_biserial is None)
    if one.point_biserial is not None:
        assert again.point_biserial == pytest.approx(-one.point_biserial, abs=1e-9)


@given(marks(), st.data(), st.sampled_from([2.0, 7.0, 0.25]))
@FEW
def test_one_question_on_a_doubled_scale_keeps_what_is_its_own(table, data, times):
    place = data.draw(st.integers(0, table.k - 1))
    scale = np.ones(table.k)
    scale[place] = times
    one = analyse_items(table)[place]
    again = analyse_items(Marks(table.values * scale, table.maxima * scale))[place]
    kept = ("facility", "sd", "discrimination_index", "discriminative_efficiency", "point_biserial")
    same(one, again, (*kept, "facility_low", "facility_high", "alpha_if_deleted"))


@given(marks(), st.sampled_from([0.0, 0.5, 1.0]))
@FEW
def test_a_question_with_the_same_mark_for_all_moves_no_other_questions_figures(table, mark):
    other = Marks(np.column_stack([table.values, np.full(table.n, mark)]), np.ones(table.k + 1))
    quiz, wider = analyse_test(table), analyse_test(other)
    same(quiz, wider, ("skewness", "kurtosis"))
    assert wider.mean == pytest.approx((quiz.mean * table.k + 100 * mark) / (table.k + 1))
    if quiz.alpha is not None:
        # The variances stay; only the number of questions counts anew.
        now = quiz.alpha * (table.k - 1) / table.k * (table.k + 1) / table.k
        assert wider.alpha == pytest.approx(now, abs=1e-6)
    *others, constant = analyse_items(other)
    if table.k > 1:
        for one, again in zip(analyse_items(table), others, strict=True):
            same(one, again, ("facility", "sd", "point_biserial", "discriminative_efficiency"))
            same(one, again, ("effective_weight",))
    assert constant.effective_weight in (None, 0)


@given(marks())
@FEW
def test_a_student_who_missed_everything_lowers_each_share_and_the_mean_by_that_one(table):
    other = Marks(np.vstack([table.values, np.zeros(table.k)]), table.maxima)
    quiz, more = analyse_test(table), analyse_test(other)
    n = table.n
    assert more.n == n + 1
    assert more.mean == pytest.approx(quiz.mean * n / (n + 1))
    assert more.median <= quiz.median + 1e-9
    for one, again in zip(analyse_items(table), analyse_items(other), strict=True):
        assert again.n == one.n + 1
        assert again.facility == pytest.approx(one.facility * n / (n + 1))
        if one.point_biserial is not None and one.point_biserial >= 0:
            # Who has neither the question nor the rest speaks for it.
            assert again.discrimination_index is not None
            assert again.discrimination_index >= -1e-6


@given(marks())
@FEW
def test_the_same_class_twice_keeps_every_ratio_of_variances(table):
    twice = Marks(np.vstack([table.values, table.values]), table.maxima)
    quiz, double = analyse_test(table), analyse_test(twice)
    n = table.n
    assert (double.n, double.mean) == (2 * n, pytest.approx(quiz.mean))
    assert double.median == pytest.approx(quiz.median)
    if n == 1:
        return
    same(quiz, double, ("alpha", "error_ratio", "kr20"))
    # Sums of squares double, and the denominator goes from n - 1 to 2n - 1.
    assert double.sd == pytest.approx(quiz.sd * ((2 * n - 2) / (2 * n - 1)) ** 0.5)
    if quiz.alpha is not None:
        assert double.alpha_high - double.alpha_low < quiz.alpha_high - quiz.alpha_low
    for one, again in zip(analyse_items(table), analyse_items(twice), strict=True):
        same(one, again, ("facility", "effective_weight", "alpha_if_deleted", "intended_weight"))


@given(marks(draws=True))
@FEW
def test_a_student_who_was_asked_nothing_changes_nothing(table):
    other = Marks(np.vstack([table.values, np.full(table.k, np.nan)]), table.maxima)
    asked = Marks(table.values[table.asked.any(axis=1)], table.maxima)
    same(analyse_test(asked), analyse_test(other), ("n", "mean", "median", "sd", "skewness", "kurtosis"))
    for one, again in zip(analyse_items(table), analyse_items(other), strict=True):
        same(one, again, ("n", "facility", "sd", "point_biserial", "upper_lower"))


@given(marks(draws=True), st.data())
@FEW
def test_the_names_of_questions_that_stand_for_the_same_marks_may_be_swapped(table, data):
    """Two columns with the same marks have the same figures, wherever they stand."""
    place = data.draw(st.integers(0, table.k - 1))
    twin = Marks(np.column_stack([table.values, table.values[:, place]]), np.ones(table.k + 1))
    found = analyse_items(twin)
    names = ("n", "facility", "sd", "discrimination_index", "discriminative_efficiency", "point_biserial")
    same(found[place], found[-1], (*names, "effective_weight", "alpha_if_deleted", "upper_lower"))
