"""A text with gaps."""

from quizapp.core.cards.cloze import back_of, front_of, gaps_of

TEXT = "The library opens at [nine] on [school days]."


def test_each_pair_of_brackets_is_a_gap() -> None:
    assert gaps_of(TEXT) == ["nine", "school days"]
    assert gaps_of("No gap, [] and [ ] are none.") == []


def test_the_front_hides_one_gap_and_fills_the_others() -> None:
    assert front_of(TEXT, 1) == "The library opens at [ … ] on school days."
    assert front_of(TEXT, 2) == "The library opens at nine on [ … ]."


def test_the_back_has_the_gap_in_bold() -> None:
    assert back_of(TEXT, 2) == "The library opens at nine on **school days**."
