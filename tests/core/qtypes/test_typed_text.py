"""The distance between two words: literal cases, and its laws."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.qtypes.typed_text import IGNORABLE, normalise, slips, slips_within

words = st.text(alphabet="abc", max_size=8)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abc", "ab", 1),
        ("abc", "axc", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),  # the unrestricted distance is 2: here no part is changed twice
    ],
)
def test_the_distance_counts_letters_added_left_out_changed_or_swapped(first, second, count):
    assert slips(first, second) == count


@settings(max_examples=200, deadline=None, database=None)
@given(words, words)
def test_the_distance_is_even_handed_and_bounded(first, second):
    count = slips(first, second)
    assert count == slips(second, first)
    assert (count == 0) == (first == second)
    assert abs(len(first) - len(second)) <= count <= max(len(first), len(second))


def test_a_long_answer_is_refused_before_it_is_compared():
    assert slips_within("a" * 2_000, "abcd", 3) is None
    assert slips_within("abdc", "abcd", 3) == 1


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(max_size=30), st.sets(st.sampled_from(IGNORABLE)))
def test_any_text_has_a_form_to_compare_without_spare_spaces(text, ignore):
    form = normalise(text, ignore)
    assert form == " ".join(form.split())
