from random import Random
from statistics import median

from quizapp.core.made_up.answering import MadeUpItem
from quizapp.core.made_up.pace import seconds_for, words_to_read
from quizapp.core.made_up.possible import possible_answers
from quizapp.core.made_up.sitting import MadeUpSlot, Person, people, sit
from tests.core.made_up.test_answering import CHOICE

ANSWERS = possible_answers(CHOICE, [], Random(1))
SURE = MadeUpItem(-20.0, 1.0, tuple(ANSWERS[1:2]), ())
TEN = [MadeUpSlot(slot, SURE, 25) for slot in range(1, 11)]
ABLE = Person(ability=5.0, slowness=1.0)


def test_the_words_of_a_prompt_are_counted_without_its_keys() -> None:
    assert (
        words_to_read({"prompt": "Which one is it?", "choices": [{"key": "a b c", "text": "This one"}]}) == 6
    )
    assert words_to_read({"most": 2, "lists": None}) == 0


def test_a_question_of_25_words_takes_about_half_a_minute() -> None:
    rng = Random(2)
    assert 29 < median(seconds_for(25, 0, 1.0, rng) for _ in range(500)) < 35


def test_writing_takes_longer_than_choosing_and_the_slow_longer_than_the_quick() -> None:
    assert seconds_for(25, 50, 1.0, Random(2)) > 5 * seconds_for(25, 0, 1.0, Random(2))
    assert seconds_for(25, 0, 2.0, Random(2)) == 2 * seconds_for(25, 0, 1.0, Random(2))


def test_answers_come_one_after_the_other_before_the_end() -> None:
    sitting = sit(TEN, ABLE, 3600, Random(5))
    times = [one.at for one in sitting.answers]
    assert [one.slot for one in sitting.answers] == list(range(1, 11))
    assert times == sorted(times)
    assert times[-1] < sitting.seconds < 3600
    assert not sitting.ran_out


def test_what_is_not_reached_in_time_has_no_answer() -> None:
    sitting = sit(TEN, ABLE, 120, Random(5))
    assert 0 < len(sitting.answers) < 10
    assert (sitting.seconds, sitting.ran_out) == (120, True)
    assert all(one.at < 120 for one in sitting.answers)


def test_without_a_limit_the_slowest_reaches_the_end() -> None:
    assert len(sit(TEN, Person(5.0, 50.0), None, Random(5)).answers) == 10


def test_a_class_is_of_people_of_all_kinds() -> None:
    made = people(200, Random(1))
    assert made == people(200, Random(1))
    assert 0.2 < sum(one.ability for one in made) / 200 < 0.5
    assert min(one.ability for one in made) < -1.5
    assert 0.3 < min(one.slowness for one in made) < max(one.slowness for one in made) < 3
