"""How long each answer took, as far as the moments of saving tell."""

from collections.abc import Mapping
from datetime import datetime


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
