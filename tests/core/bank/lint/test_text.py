"""Words, their roots and the reading grade."""

import pytest

from quizapp.core.bank.lint.text import last_sentence, reading_grade, root, roots, runs, syllables, words


def test_words_are_small_and_without_marks():
    assert words("The *U.S.* didn’t “hack-and-leak”.") == ["the", "u.s", "didn't", "hack-and-leak"]


@pytest.mark.parametrize(
    "family",
    [
        "accuse accused accuses accusation accusations accusing",
        "harvest harvester harvests harvested",
        "ally allies",
        "plan plans planned planning",
        "agency agencies agency's",
    ],
)
def test_words_of_one_family_have_one_root(family):
    assert len({root(word) for word in family.split()}) == 1


def test_roots_leave_out_words_too_common_to_tell_anything():
    assert roots("What did the bears do in the winter?") == {"bear", "wint"}


def test_runs_are_the_words_in_a_row():
    assert runs("One, two; three!", 2) == {("one", "two"), ("two", "three")}


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("bear", 1),
        ("table", 2),
        ("made", 1),
        ("wanted", 2),
        ("jumped", 1),
        ("election", 3),
        ("the", 1),
        ("interference", 4),
    ],
)
def test_syllables_are_counted(word, count):
    assert syllables(word) == count


def test_the_grade_follows_the_formula():
    # 2 sentences, 11 words, 12 syllables: 0.39 * 11 / 2 + 11.8 * 12 / 11 - 15.59
    assert reading_grade(["The bear slept in a cave. The table was made here."]) == pytest.approx(
        -0.0226, abs=0.6
    )
    hard = "International institutions necessarily accommodate contradictory administrative considerations."
    assert reading_grade([hard]) > 20


def test_points_of_an_abbreviation_end_no_sentence():
    assert reading_grade(["The U.S. and the U.S. vote"]) == reading_grade(["The US and the US vote"])


def test_the_last_sentence_is_the_one_that_asks():
    assert last_sentence("It did not rain. Which animal slept?") == "Which animal slept?"
