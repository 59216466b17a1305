"""How long each answer took: by the page's own count, or as far as the moments of saving tell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

MOST_SECONDS = 24 * 60 * 60
"""What a page may say of one question: past a day nobody has looked at it without a rest."""
LONGEST_TIMES = 4_000
"""Characters of `read_times`: more than a quiz has questions to write about."""
TIMES = re.compile(r"[0-9]{1,4}:[0-9]{1,5}(?:,[0-9]{1,4}:[0-9]{1,5})*", re.ASCII)


@dataclass(frozen=True)
class Taken:
    """How many seconds an answer took, and whether the page measured them."""

    seconds: float
    measured: bool


def believable(claimed: object) -> int | None:
    """Return the seconds that a page says it showed a question; None for anything but 0 to 24 hours."""
    if type(claimed) is not int or not 0 <= claimed <= MOST_SECONDS:
        return None
    return claimed


def read_times(text: str) -> dict[int, int]:
    """Read "1:41,2:350", the seconds of each slot, as a page sends it; nothing of what is not like that."""
    if len(text) > LONGEST_TIMES or not TIMES.fullmatch(text):
        return {}
    times: dict[int, int] = {}
    for part in text.split(","):
        slot, seconds = map(int, part.split(":"))
        if seconds <= MOST_SECONDS:
            times[slot] = max(seconds, times.get(slot, 0))
    return times


def seconds_taken(started_at: datetime, saved: Mapping[int, datetime]) -> dict[int, float]:
    """Return slot -> seconds from the answer saved before it (the first: from the start) to its own.

    `saved` has the last save of each slot. An answer that was changed later counts from what was last
    saved before that; a clock that went back gives 0, never less.
    """
    taken: dict[int, float] = {}
    before = started_at
    for slot, moment in sorted(saved.items(), key=lambda one: (one[1], one[0])):
        taken[slot] = max(0.0, (moment - before).total_seconds())
        before = max(before, moment)
    return taken


def times_taken(
    started_at: datetime, ended_at: datetime, saved: Mapping[int, tuple[datetime, int | None]]
) -> dict[int, Taken]:
    """Return slot -> how long it took: as the page measured it, or, where none did, by the moments of saving.

    `saved` has for each slot its last save and the seconds that the page counted. A page can say what it
    likes: of no question more is believed than the whole attempt lasted.
    """
    longest = max(0.0, (ended_at - started_at).total_seconds())
    estimated = seconds_taken(started_at, {slot: moment for slot, (moment, _) in saved.items()})
    return {
        slot: Taken(estimated[slot], measured=False)
        if counted is None
        else Taken(min(float(counted), longest), measured=True)
        for slot, (_, counted) in saved.items()
    }
