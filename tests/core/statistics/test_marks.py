"""What was left out, what was not asked, and who was away."""

import math

import numpy as np
import pytest

from quizapp.core.statistics import item_analysis, reliability
from quizapp.core.statistics.distractors import Taken, thirds
from quizapp.core.statistics.item_analysis import analyse_items, upper_lower
from quizapp.core.statistics.marks import Marks, left_out
from quizapp.core.statistics.reliability import analyse_test

NAN = math.nan


def test_a_question_left_out_earned_nothing_and_counts():
    found = analyse_items(Marks.of([[1, None], [1, 1], [0, 1], [1, None]]))[1]
    assert (found.n, found.facility) == (4, pytest.approx(50))


def test_a_question_not_asked_is_in_no_figure():
    found = analyse_items(Marks.of([[1, NAN], [1, 1], [0, 1], [1, NAN]]))[1]
    assert (found.n, found.facility) == (2, pytest.approx(100))


def test_a_score_is_out_of_what_the_student_was_asked():
    quiz = analyse_test(Marks.of([[1, NAN, 1], [NAN, 0, 1]]))
    assert (quiz.n, quiz.mean) == (2, pytest.approx(75))


def test_who_was_asked_nothing_is_no_student_of_the_test():
    assert analyse_test(Marks.of([[1, 1], [NAN, NAN], [0, 0]])).n == 2


def test_of_different_draws_alpha_is_that_of_a_draw_and_weights_are_not_told():
    table = Marks.of([[1, 1, NAN], [0, NAN, 0], [NAN, 1, 1], [0, 0, NAN], [1, NAN, 1], [NAN, 0, 0]])
    quiz = analyse_test(table)
    # Who was asked two of the three agreed in both: all that varies is shared.
    assert quiz.alpha == pytest.approx(100)
    assert quiz.reasons["kr20"] == quiz.reasons["alpha_low"] == reliability.DRAWN
    assert analyse_items(table)[0].reasons["effective_weight"] == reliability.DRAWN
    assert analyse_items(table)[0].point_biserial == pytest.approx(1)


def test_questions_that_nobody_was_asked_together_have_no_alpha_to_tell():
    quiz = analyse_test(Marks.of([[1, NAN], [NAN, 0], [0, NAN], [NAN, 1]]))
    assert (quiz.alpha, quiz.reasons["alpha"]) == (None, reliability.ONE_ITEM)
    found = analyse_items(Marks.of([[1, NAN], [NAN, 0], [0, NAN], [NAN, 1]]))[0]
    assert found.reasons["discrimination_index"] == item_analysis.NO_REST


def test_one_student_has_a_mean_and_no_spread():
    quiz = analyse_test(Marks.of([[1, 0, 0, 1]]))
    assert (quiz.n, quiz.mean, quiz.median) == (1, 50, 50)
    assert {quiz.sd, quiz.skewness, quiz.kurtosis, quiz.alpha, quiz.error_ratio, quiz.sem} == {None}
    assert quiz.reasons["sd"] == quiz.reasons["alpha"] == reliability.ONE_STUDENT
    found = analyse_items(Marks.of([[1, 0, 0, 1]]))[0]
    assert (found.facility, found.sd, found.effective_weight) == (100, None, None)


def test_one_question_has_no_rest_and_no_alpha():
    table = Marks.of([[1], [0], [1], [1]])
    assert analyse_test(table).reasons["alpha"] == reliability.ONE_ITEM
    found = analyse_items(table)[0]
    assert found.reasons["discrimination_index"] == item_analysis.NO_REST
    assert found.reasons["alpha_if_deleted"] == reliability.TWO_ITEMS
    assert found.effective_weight == pytest.approx(100)


def test_nobody_has_no_figures():
    quiz = analyse_test(Marks.of([], [1, 1]))
    assert (quiz.n, quiz.mean, quiz.reasons["mean"]) == (0, None, reliability.NOBODY)
    assert [one.n for one in analyse_items(Marks.of([], [1, 1]))] == [0, 0]


def test_where_all_have_the_same_score_nothing_is_told_of_its_spread():
    quiz = analyse_test(Marks.of([[1, 0], [0, 1], [1, 0]]))
    assert quiz.sd == 0
    assert quiz.reasons["skewness"] == quiz.reasons["alpha"] == reliability.ALL_ALIKE


def test_thirds_that_are_summed_in_another_order_are_the_same_score():
    third = 1 / 3
    quiz = analyse_test(Marks.of([[third, third, third, 0.1, 0.2], [0.2, 0.1, third, third, third]]))
    assert (quiz.sd, quiz.reasons["alpha"]) == (0, reliability.ALL_ALIKE)


def test_a_question_that_goes_against_the_score_has_no_effective_weight():
    table = Marks.of([[0, 1, 1, 1], [0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 1]])
    first, *others = analyse_items(table)
    assert (first.effective_weight, first.reasons["effective_weight"]) == (None, item_analysis.NEGATIVE)
    assert sum(one.effective_weight for one in others) == pytest.approx(100)


def test_omitted_are_the_blanks_before_the_last_answer_and_unreached_those_after_it():
    blank = np.array([[0, 1, 0, 1, 1], [0, 0, 0, 0, 1], [1, 1, 1, 1, 1]], dtype=bool)
    omitted, unreached = left_out(blank)
    assert omitted.tolist() == [0, 1, 0, 0, 0]
    assert unreached.tolist() == [1, 1, 1, 2, 3]


def test_upper_and_lower_group_are_27_percent_and_level_students_count_in_part():
    shares = np.array([1, 1, 1, 0, 1, 0, 0, 0, 0, 0], dtype=float)
    scores = np.arange(10, 0, -1, dtype=float)
    assert upper_lower(shares, scores) == (pytest.approx(100), "")
    # The third best is level with the fourth, who missed it: half of each is in the upper three.
    scores[3] = scores[2]
    assert upper_lower(shares, scores)[0] == pytest.approx(100 * 2.5 / 3)


def test_thirds_keep_level_students_together():
    assert thirds(np.array([1.0, 2, 3, 4, 5, 6])).tolist() == [0, 0, 1, 1, 2, 2]
    assert thirds(np.array([5.0, 5, 5, 5])).tolist() == [1, 1, 1, 1]
    assert thirds(np.array([1.0, 1, 1, 9])).tolist() == [1, 1, 1, 2]
    assert thirds(np.array([])).tolist() == []


def test_an_options_share_is_told_overall_and_by_thirds():
    found = Taken("At eight", False, 6, (2, 2, 2), (1, 2, 0))
    assert (found.count, found.share, found.shares) == (3, 0.5, (0.5, 1.0, 0.0))


def test_a_third_without_students_has_no_share():
    assert Taken("At eight", False, 1, (0, 1, 0), (0, 1, 0)).shares == (None, 1.0, None)


def test_an_answer_of_nobody_has_no_part_in_anything():
    assert Taken("At eight", False, 0, (0, 0, 0), (0, 0, 0)).share == 0.0
