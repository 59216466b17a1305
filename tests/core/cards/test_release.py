"""A question may become a card when its key may be seen, and not before."""

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.core.attempts.policy import Policy, ReviewPolicy
from quizapp.core.cards.release import key_is_free

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
OPEN, OVER = NOW + timedelta(hours=1), NOW - timedelta(seconds=30)


@pytest.mark.parametrize(
    ("key", "closes", "handed_in", "under_way", "free"),
    [
        ("never", OVER, True, False, False),
        ("closed", OPEN, True, False, False),
        ("closed", OVER, True, False, True),
        ("closed", OVER, False, False, True),
        ("closed", NOW - timedelta(seconds=29), True, False, False),
        ("closed", None, True, False, False),
        ("submitted", OPEN, True, False, True),
        ("submitted", OPEN, False, False, False),
        ("submitted", OPEN, True, True, False),
        ("submitted", OVER, True, True, False),
        ("submitted", OVER, False, False, True),
        ("during", OPEN, True, False, True),
        ("during", OPEN, False, True, False),
    ],
)
def test_the_key_is_free(
    key: str, closes: datetime | None, handed_in: bool, under_way: bool, free: bool
) -> None:
    policy = Policy(closes_at=closes, review=ReviewPolicy(key=key))
    assert key_is_free(policy, NOW, handed_in=handed_in, under_way=under_way) is free
