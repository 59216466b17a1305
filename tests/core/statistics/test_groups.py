from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.statistics.groups import Group, Groups, suggest_groups

A, B, C, D = 11, 12, 13, 14
ORDER = (A, B, C, D)


def test_those_who_missed_the_passage_that_most_missed_come_first() -> None:
    missed = [{A, B}, {B}, {B, C}, {A}, {A, C}, {A, B}, set()]
    # B and A were missed by four each: A is read first. Of the others B, by two.
    found = suggest_groups(missed, ORDER)
    assert found.groups == (Group((A,), (0, 3, 4, 5)), Group((B,), (1, 2)))
    assert found.alone == ()


def test_a_group_is_named_by_all_that_each_of_it_missed() -> None:
    assert suggest_groups([{C, A, D}, {A, C}], ORDER).groups == (Group((A, C), (0, 1)),)


def test_who_shares_nothing_with_those_left_is_named_apart() -> None:
    assert suggest_groups([{A}, {A}, {B}, {C}], ORDER) == Groups((Group((A,), (0, 1)),), (2, 3))


def test_a_large_group_is_parted_by_what_half_of_it_missed_too() -> None:
    missed = [{A}, {A, B}, {A, B, C}, {A, C}, {A, C}]
    # C was missed by three of the five, B by two: both are half a student from the middle. B is read first.
    assert suggest_groups(missed, ORDER, most=3).groups == (Group((A, B), (1, 2)), Group((A,), (0, 3, 4)))


def test_a_large_group_that_nothing_parts_stays_whole() -> None:
    everyone = [{A}] * 9 + [{A, B}]
    assert suggest_groups(everyone, ORDER).groups == (Group((A,), tuple(range(10))),)


def test_where_nobody_missed_anything_there_are_no_groups() -> None:
    assert suggest_groups([set(), set()], ORDER) == Groups((), ())
    assert suggest_groups([], ()) == Groups((), ())


@given(st.lists(st.frozensets(st.sampled_from(ORDER)), max_size=40), st.randoms())
def test_each_who_missed_something_is_in_one_place_whatever_order_they_come_in(missed, rng) -> None:
    found = suggest_groups(missed, ORDER)
    placed = [place for group in found.groups for place in group.members] + list(found.alone)
    assert sorted(placed) == [place for place, passages in enumerate(missed) if passages]
    for group in found.groups:
        assert group.passages
        assert all(set(group.passages) <= missed[place] for place in group.members)

    turn = list(range(len(missed)))
    rng.shuffle(turn)
    again = suggest_groups([missed[place] for place in turn], ORDER)
    assert [(g.passages, {turn[m] for m in g.members}) for g in again.groups] == [
        (g.passages, set(g.members)) for g in found.groups
    ]
