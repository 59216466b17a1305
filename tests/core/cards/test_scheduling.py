"""When a card comes back: as the package says, on even days, and never past a test."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.cards.scheduling import (
    NEW,
    Memory,
    Phase,
    Rating,
    Review,
    after,
    days_to_weigh,
    plan,
    rebuild,
    recall,
)

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

histories = st.lists(
    st.tuples(st.sampled_from(list(Rating)), st.integers(min_value=0, max_value=400 * 24 * 60)),
    min_size=1,
    max_size=25,
)


@given(histories)
def test_without_spread_every_interval_is_the_packages(history: list[tuple[Rating, int]]) -> None:
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    theirs = fsrs.Card(card_id=1, due=NOW)
    ours, at = NEW, NOW
    for rating, minutes in history:
        at += timedelta(minutes=minutes)
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(rating), review_datetime=at)
        ours = after(ours, plan(ours, rating, now=at))
        assert ours.due == theirs.due
        assert (ours.stability, ours.difficulty) == (theirs.stability, theirs.difficulty)
        assert (ours.phase, ours.step) == (theirs.state, theirs.step)


def test_a_new_card_that_is_known_comes_back_in_ten_minutes_then_two_days_then_eleven() -> None:
    memory, at, gaps = NEW, NOW, []
    for _ in range(4):
        memory = after(memory, plan(memory, Rating.GOOD, now=at))
        assert memory.due
        gaps.append(memory.due - at)
        at = memory.due
    assert gaps == [timedelta(minutes=10), 2 * DAY, 11 * DAY, 46 * DAY]
    assert memory.phase is Phase.REVIEW


def test_again_brings_a_learnt_card_back_in_ten_minutes_and_counts_a_lapse() -> None:
    known = rebuild([Review(NOW, Rating.EASY)])
    assert known.phase is Phase.REVIEW
    lost = after(known, Review(NOW + 5 * DAY, Rating.AGAIN))
    assert lost.due == NOW + 5 * DAY + timedelta(minutes=10)
    assert (lost.phase, lost.lapses, lost.reviews) == (Phase.RELEARNING, 1, 2)


@given(
    histories, st.integers(min_value=1, max_value=60), st.dictionaries(st.integers(0, 90), st.integers(0, 30))
)
def test_no_interval_passes_the_test(
    history: list[tuple[Rating, int]], days: int, load: dict[int, int]
) -> None:
    until = NOW + days * DAY
    memory, at = NEW, NOW
    for rating, minutes in history:
        at = min(at + timedelta(minutes=minutes), until - timedelta(minutes=1))
        memory = after(memory, plan(memory, rating, now=at, until=until, load=load, seed=7))
        assert memory.due
        assert at <= memory.due <= until


def test_a_card_comes_back_on_the_day_before_the_test_at_the_latest() -> None:
    known = Memory(Phase.REVIEW, None, 90.0, 5.0, NOW, NOW - 90 * DAY, NOW - 120 * DAY, 4)
    assert after(known, plan(known, Rating.GOOD, now=NOW, until=NOW + 6 * DAY)).due == NOW + 5 * DAY
    assert after(known, plan(known, Rating.GOOD, now=NOW, until=NOW + DAY / 2)).due == NOW + DAY / 2


def test_a_test_that_is_over_holds_nothing_back() -> None:
    assert plan(NEW, Rating.GOOD, now=NOW, until=NOW - DAY) == Review(NOW, Rating.GOOD)


def test_the_retention_asked_for_rises_toward_the_test() -> None:
    asked = [plan(NEW, Rating.GOOD, now=NOW, until=NOW + n * DAY).retention for n in (60, 28, 14, 7, 0)]
    assert asked == [0.9, 0.9, 0.935, 0.953, 0.9]
    assert plan(NEW, Rating.GOOD, now=NOW, until=NOW + timedelta(hours=1)).retention == 0.97


def test_sixty_cards_learnt_together_are_spread_evenly() -> None:
    known = Memory(Phase.REVIEW, None, 20.0, 5.0, NOW, NOW - 10 * DAY, NOW - 30 * DAY, 3)
    exact = after(known, plan(known, Rating.GOOD, now=NOW)).due
    load: Counter[int] = Counter()
    for card in range(60):
        due = after(known, plan(known, Rating.GOOD, now=NOW, load=load, seed=card)).due
        assert due
        load[(due - NOW).days] += 1
    days = days_to_weigh(known, Rating.GOOD, now=NOW, until=None)
    assert sorted(load) == list(days)
    assert max(load.values()) - min(load.values()) <= 1
    assert exact
    assert (exact - NOW).days in days


def test_the_same_seed_chooses_the_same_day() -> None:
    known = Memory(Phase.REVIEW, None, 20.0, 5.0, NOW, NOW - 10 * DAY, NOW - 30 * DAY, 3)
    plans = {plan(known, Rating.GOOD, now=NOW, load={}, seed=5) for _ in range(5)}
    assert len(plans) == 1
    assert len({plan(known, Rating.GOOD, now=NOW, load={}, seed=seed).spread for seed in range(40)}) > 4


@given(histories)
def test_what_was_planned_is_rebuilt_from_the_reviews_alone(history: list[tuple[Rating, int]]) -> None:
    memory, at, kept = NEW, NOW, []
    for rating, minutes in history:
        at += timedelta(minutes=minutes)
        kept.append(plan(memory, rating, now=at, until=NOW + 30 * DAY, load={3: 2, 4: 1}, seed=9))
        memory = after(memory, kept[-1])
    assert rebuild(kept) == memory


def test_recall_falls_from_one_and_is_unknown_for_a_card_never_seen() -> None:
    assert recall(NEW, NOW) is None
    known = rebuild([Review(NOW, Rating.EASY)])
    assert recall(known, NOW) == 1.0
    assert recall(known, NOW + 8 * DAY) == pytest.approx(0.903, abs=0.001)


def test_a_review_from_before_the_last_counts_as_made_with_it() -> None:
    first = rebuild([Review(NOW, Rating.GOOD)])
    assert after(first, Review(NOW - DAY, Rating.GOOD)).last == NOW
