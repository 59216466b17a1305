"""What a student is given beyond the class: set once on the student, changed for one quiz if need be.

Values in, values out: `resolve` makes of a class's rules those of one student, before the engine sees
them. Nothing here makes a quiz shorter than it is for the class.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from quizapp.core.attempts.policy import Clock, Policy

LEAST_FACTOR, MOST_FACTOR = 1.0, 4.0
MOST_EXTRA_ATTEMPTS = 10
MOST_BREAK_MINUTES = 240


@dataclass(frozen=True)
class Accommodation:
    """What is set on a student, for every quiz. Break minutes are those of a whole attempt."""

    time_factor: float = 1.0
    extra_attempts: int = 0
    break_minutes: int = 0
    clock: Clock = Clock.SHOWN
    larger_text: bool = False


NONE = Accommodation()


@dataclass(frozen=True)
class Override:
    """What is set for a student in one assignment. None: as set on the student, or as for the class."""

    time_factor: float | None = None
    extra_attempts: int | None = None
    closes_at: datetime | None = None


NO_OVERRIDE = Override()


def resolve(policy: Policy, accommodation: Accommodation, override: Override = NO_OVERRIDE) -> Policy:
    """Return the rules of one student.

    The closing of the class ends also a longer time limit; only a later closing for this student
    moves it. A closing earlier than the class's changes nothing.
    """
    factor = accommodation.time_factor if override.time_factor is None else override.time_factor
    extra = accommodation.extra_attempts if override.extra_attempts is None else override.extra_attempts
    changed = replace(
        policy,
        time_limit=lengthened(policy.time_limit, factor),
        attempts_allowed=_more(policy.attempts_allowed, extra),
        closes_at=_later(policy.closes_at, override.closes_at),
        # Without a time limit no clock runs that a break could stop.
        break_time=timedelta(minutes=accommodation.break_minutes if policy.time_limit else 0),
        clock=accommodation.clock,
        larger_text=accommodation.larger_text,
    )
    return policy if changed == policy else replace(changed, class_rules=policy)


def lengthened(limit: timedelta | None, factor: float) -> timedelta | None:
    """Return a time limit by that factor, in whole minutes, rounded up."""
    if limit is None or factor <= LEAST_FACTOR:
        return limit
    # Rounded first: 10 minutes by 1.1 are 11, and not the 11 and a trice of a float.
    return max(limit, timedelta(minutes=ceil(round(limit.total_seconds() * factor, 3) / 60)))


def _more(allowed: int | None, extra: int) -> int | None:
    return None if allowed is None else allowed + max(0, extra)


def _later(closes_at: datetime | None, extended: datetime | None) -> datetime | None:
    return max(closes_at, extended) if closes_at and extended else closes_at


def is_cut(policy: Policy, now: datetime) -> bool:
    """Tell whether who starts now loses some of a lengthened limit to the closing."""
    usual = policy.class_rules
    if usual is None or policy.time_limit == usual.time_limit or policy.time_limit is None:
        return False
    return policy.closes_at is not None and policy.closes_at < now + policy.time_limit
