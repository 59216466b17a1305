"""Made-up names: an adjective and a bird, none twice."""

from random import Random

import pytest

from quizapp.classes.pseudonyms import ADJECTIVES, BIRDS, new_pseudonyms


def test_a_class_gets_as_many_names_as_asked_for_each_with_another_bird() -> None:
    names = new_pseudonyms(30, set(), Random(1))
    assert len(names) == 30
    assert len({name.split()[1] for name in names}) == 30


def test_chance_is_an_argument() -> None:
    assert new_pseudonyms(3, set(), Random(1)) == new_pseudonyms(3, set(), Random(1))
    assert new_pseudonyms(3, set(), Random(1)) != new_pseudonyms(3, set(), Random(2))


def test_names_that_are_taken_are_left_out() -> None:
    taken = {
        f"{adjective} {bird}".casefold() for adjective in ADJECTIVES if adjective != "Calm" for bird in BIRDS
    }
    assert all(name.startswith("Calm ") for name in new_pseudonyms(20, taken, Random(1)))


def test_no_bird_is_its_own_adjective() -> None:
    both = set(ADJECTIVES) & set(BIRDS)
    assert both == {"Swift", "Teal"}
    names = new_pseudonyms(len(BIRDS) * 20, set(), Random(1))
    assert not {f"{word} {word}" for word in both} & set(names)


def test_no_name_comes_twice_however_many_are_asked_for() -> None:
    names = new_pseudonyms(900, {"blue heron"}, Random(1))
    assert len({name.casefold() for name in names}) == 900
    assert "Blue Heron" not in names


def test_when_all_names_are_taken_a_figure_is_added() -> None:
    taken = {f"{adjective} {bird}".casefold() for adjective in ADJECTIVES for bird in BIRDS}
    assert new_pseudonyms(1, taken, Random(1))[0].endswith(" 2")


def test_asking_for_none_gives_none() -> None:
    assert new_pseudonyms(0, set(), Random(1)) == []


@pytest.mark.parametrize("words", [ADJECTIVES, BIRDS])
def test_the_words_are_sorted_single_and_fit_on_a_card(words: tuple[str, ...]) -> None:
    assert list(words) == sorted(set(words))
    assert max(len(word) for word in words) <= 10
