"""What is said of a question in words, and when nothing is."""

import pytest

from quizapp.core.statistics.distractors import Taken
from quizapp.core.statistics.flags import flags
from quizapp.core.statistics.item_analysis import ItemFigures

SIZES = (8, 8, 8)


def answer(words, correct, *by_third, group=""):
    return Taken(words, correct, 24, SIZES, by_third, group)


def names(found):
    return [flag.name for flag in found]


def test_the_best_students_choice_is_named_where_it_is_not_the_key():
    answers = [answer("At nine", True, 5, 3, 2), answer("At eight", False, 1, 3, 5)]
    (found,) = flags(ItemFigures(24, facility=42, point_biserial=0.3), 33, answers)
    assert (found.words, found.grave) == ("The best students chose “At eight”: check the key.", True)


def test_of_several_things_asked_the_one_is_named():
    answers = [
        answer("Chess", True, 6, 7, 8, group="Monday"),
        answer("Football", False, 2, 1, 0, group="Monday"),
        answer("Chess", False, 1, 3, 6, group="Friday"),
        answer("Football", True, 5, 4, 2, group="Friday"),
    ]
    (found,) = flags(ItemFigures(24, facility=60, point_biserial=0.3), 25, answers)
    assert found.words == "The best students chose “Chess” at “Friday”: check the key."


@pytest.mark.parametrize("top", [(3, 3), (0, 2)])
def test_as_many_or_two_students_are_no_reason_to_doubt_a_key(top):
    answers = [answer("At nine", True, 1, 1, top[0]), answer("At eight", False, 1, 1, top[1])]
    assert flags(ItemFigures(24, facility=50, point_biserial=0.3), 33, answers) == ()


def test_wordings_of_the_right_answer_count_together():
    answers = [
        answer("Amsel", True, 1, 1, 2),
        answer("Ms Amsel", True, 1, 1, 2),
        answer("Ms Okafor", False, 1, 1, 3),
    ]
    assert flags(ItemFigures(24, facility=50, point_biserial=0.3), 0, answers) == ()


@pytest.mark.parametrize(
    ("facility", "r", "guessed", "said"),
    [
        (50, -0.2, 25, ["against"]),
        (50, -0.1, 25, ["flat"]),
        (50, 0.09, 25, ["flat"]),
        (50, 0.1, 25, []),
        (25, 0.19, 25, ["guess"]),
        (25, 0.3, 25, ["hard"]),
        (50, 0.5, 50, []),
        (29.9, 0.3, 25, ["hard"]),
        (90, 0.3, 25, []),
        (90.1, 0.3, 25, ["easy"]),
        (100, None, 25, ["easy"]),
        (0, None, 0, ["hard"]),
    ],
)
def test_what_the_figures_say(facility, r, guessed, said):
    assert names(flags(ItemFigures(24, facility=facility, point_biserial=r), guessed)) == said


def test_of_nine_students_nothing_is_said():
    assert flags(ItemFigures(9, facility=0, point_biserial=-1.0), 50) == ()
    assert flags(ItemFigures(0), 50) == ()
