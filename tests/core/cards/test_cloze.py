"""A text with gaps."""

from quizapp.core.cards.cloze import NO_GAP, back_of, front_of, gaps_of, problem_of, whole

TEXT = "The library opens at [nine] on [school days]."


def test_each_pair_of_brackets_is_a_gap() -> None:
    assert gaps_of(TEXT) == ["nine", "school days"]
    assert gaps_of("No gap, [] and [ ] are none.") == []


def test_the_front_hides_one_gap_and_fills_the_others() -> None:
    assert front_of(TEXT, 1) == "The library opens at [ … ] on school days."
    assert front_of(TEXT, 2) == "The library opens at nine on [ … ]."


def test_the_back_has_the_gap_in_bold() -> None:
    assert back_of(TEXT, 2) == "The library opens at nine on **school days**."


def test_a_bracket_with_a_backslash_is_read_as_one() -> None:
    text = r"He said \[sic\] that it opens at [nine \[sharp\]]."
    assert gaps_of(text) == [r"nine \[sharp\]"]
    assert front_of(text, 1) == r"He said \[sic\] that it opens at [ … ]."


def test_the_whole_text_has_every_gap_in_bold() -> None:
    assert whole(TEXT) == "The library opens at **nine** on **school days**."


def test_a_text_that_is_none_with_gaps_says_why() -> None:
    assert problem_of(TEXT) == ""
    assert problem_of("No gap.") == NO_GAP
    assert problem_of("[a] " * 21) == "There are 21 gaps. Make 20 at most, or write two texts."
