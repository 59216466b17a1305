"""Rules in an address: a preview shows a quiz under them, and nothing is stored."""

from collections.abc import Mapping
from datetime import timedelta

from quizapp.core.attempts.policy import Combine, Policy, ReviewPolicy, When

LONGEST = 600
"""Minutes of a time limit, as the form has it."""


def as_query(policy: Policy) -> dict[str, str]:
    """Return the rules that a preview shows as the parts of an address; opening and closing are left out."""
    minutes = int(policy.time_limit.total_seconds() // 60) if policy.time_limit else 0
    ways = ("page", policy.one_page), ("forward", policy.forward_only)
    flags = ("questions", policy.shuffle_questions), ("choices", policy.shuffle_choices)
    parts = {
        "minutes": str(minutes or ""),
        "attempts": str(policy.attempts_allowed or "any"),
        "counts": policy.combine.value,
        "way": next((name for name, there in ways if there), ""),
        "shuffle": ".".join(name for name, there in flags if there),
        "code": "asked" if policy.access_code else "",
        "shows": ".".join(when.value for _, when in policy.review),
    }
    return {name: value for name, value in parts.items() if value}


def read_query(parts: Mapping[str, str]) -> Policy:
    """Return the rules of such an address; what is missing is as usual. ValueError for what none says."""
    minutes, attempts = _whole(parts.get("minutes", "0")), parts.get("attempts", "1")
    way, shuffle = parts.get("way", ""), parts.get("shuffle", "").split(".")
    if minutes > LONGEST or way not in ("", "page", "forward"):
        raise ValueError("There are no such rules.")
    return Policy(
        time_limit=timedelta(minutes=minutes) if minutes else None,
        attempts_allowed=None if attempts == "any" else max(1, _whole(attempts)),
        combine=Combine(parts.get("counts", "highest")),
        one_page=way == "page",
        forward_only=way == "forward",
        shuffle_questions="questions" in shuffle,
        shuffle_choices="choices" in shuffle,
        access_code="asked" if parts.get("code") else "",
        review=_review(parts.get("shows", "")),
    )


def _review(text: str) -> ReviewPolicy:
    names, times = tuple(ReviewPolicy.model_fields), text.split(".")
    if not text:
        return ReviewPolicy()
    if len(times) != len(names):
        raise ValueError("There are no such rules.")
    return ReviewPolicy(**{name: When(time) for name, time in zip(names, times, strict=True)})


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise ValueError("There are no such rules.")
    return int(text)
