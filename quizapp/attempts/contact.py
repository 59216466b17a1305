"""When each attempt was last heard of: kept in the memory of this process, and never written down.

The page of an attempt sends a beat every half minute; opening a page and saving count as well.
After a restart nothing is known until the next beat; the last save in the database stands in.
"""

from datetime import datetime, timedelta

from flask import Flask, current_app

BEAT_EVERY = timedelta(seconds=25)
LOST_AFTER = timedelta(seconds=75)
"""Longer than a minute: browsers let a page in the background beat no more often than that."""

MOST_KEPT = 20_000


class Contacts:
    """The moments at which attempts were last heard of."""

    def __init__(self) -> None:
        self._seen: dict[int, datetime] = {}
        self._since: datetime | None = None
        self.news = 0
        """Counts what teachers did: a page that saves, and knows another count, beats at once."""

    def heard(self, attempt_id: int, now: datetime) -> None:
        """Keep that an attempt was heard of."""
        if len(self._seen) >= MOST_KEPT:
            self._seen.clear()
            self._since = now
        self.listen(now)
        self._seen[attempt_id] = now

    def listen(self, now: datetime) -> None:
        """Count from now, unless counting has begun: what is lost cannot be told before."""
        # A clock that was set back would else make everyone unknown until it is that late again.
        if self._since is None or self._since > now:
            self._since = now

    def lost_since(self, attempt_id: int, known: datetime, now: datetime) -> datetime | None:
        """Return since when an open attempt is silent, or None; `known` is what the database has of it."""
        self.listen(now)
        last = max(known, self._seen.get(attempt_id, known))
        assert self._since
        if now - last < LOST_AFTER or now - self._since < LOST_AFTER:
            return None
        return last


def contacts() -> Contacts:
    """Return what this process has heard."""
    return contacts_of(current_app)


def contacts_of(app: Flask) -> Contacts:
    """Return what this app's process has heard."""
    found: Contacts = app.extensions.setdefault("contacts", Contacts())
    return found
