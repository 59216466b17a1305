"""Failed sign-ins make the next try wait, longer each time: per account and per address."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

FORGET = timedelta(minutes=15)
# A class of 35 behind one address mistypes a good deal; one account does not.
FREE_TRIES = {"account": 5, "address": 60}
LONGEST = timedelta(minutes=5)
MOST_KEYS = 10_000


@dataclass
class _Failures:
    count: int
    last: datetime


class Throttle:
    """Remembers failures in this process; time is an argument. Safe in threads."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], _Failures] = {}
        self._lock = threading.Lock()

    def wait(self, account: str, address: str, now: datetime) -> timedelta:
        """Return how long this account, from this address, has to wait; zero if not at all."""
        with self._lock:
            return max(
                self._wait(("account", account), now),
                self._wait(("address", address), now),
            )

    def failed(self, account: str, address: str, now: datetime) -> None:
        """Count a failed try."""
        with self._lock:
            if len(self._failures) > MOST_KEYS:
                self._failures = {k: f for k, f in self._failures.items() if now - f.last < FORGET}
            for key in (("account", account), ("address", address)):
                before = self._failures.get(key)
                count = before.count if before and now - before.last < FORGET else 0
                self._failures[key] = _Failures(count + 1, now)

    def succeeded(self, account: str) -> None:
        """Forget an account's failures; its address keeps its own."""
        with self._lock:
            self._failures.pop(("account", account), None)

    def _wait(self, key: tuple[str, str], now: datetime) -> timedelta:
        failures = self._failures.get(key)
        if failures is None or failures.count < FREE_TRIES[key[0]]:
            return timedelta(0)
        over = min(failures.count - FREE_TRIES[key[0]], 10)
        until = failures.last + min(LONGEST, timedelta(seconds=5 * 2**over))
        return max(timedelta(0), until - now)


# A class of 35 presses "Join" behind one address within a minute; a guesser wants thousands.
DOOR_LIMIT = "120/minute"

doors = Throttle()
"""The failures at every door of this process."""
