"""When a question may become a student's card: not before its key may be seen."""

from datetime import datetime

from quizapp.core.attempts.policy import Policy, When


def key_is_free(policy: Policy, now: datetime, *, handed_in: bool, under_way: bool) -> bool:
    """Tell whether the student for whom these rules are may see every key of the quiz now.

    Whoever has not handed in, or is at it again, waits for the closing, whatever else is released.
    """
    when = policy.review.key
    if when is When.NEVER:
        return False
    if policy.is_over(now):
        return not under_way
    return handed_in and not under_way and when is not When.CLOSED
