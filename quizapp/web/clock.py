"""The one place that reads the clock.

A server holds it steady: where the computer's clock is set while a class writes, an hour on or back,
nobody's time ends early or late. The jump is taken up when nobody's time is running.
"""

import logging
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import current_app

log = logging.getLogger(__name__)

SMALL = 2.0
"""Seconds by which the computer's clock is corrected as it runs; more is a jump."""


def _running() -> float:
    """Return seconds that pass whatever the clock is set to, also while the computer sleeps."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere sleep counts as it does there
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class Steady:
    """The computer's clock without its jumps, until they are taken up."""

    def __init__(self) -> None:
        self.start = time.time() - _running()
        self._told = False

    def seconds(self) -> float:
        """Return the seconds since the epoch."""
        return _running() + self.start

    def follow(self, *, busy: bool) -> None:
        """Take up what the computer's clock was set to: a small correction at once, a jump unless `busy`."""
        jump = time.time() - self.seconds()
        if abs(jump) <= SMALL or not busy:
            if abs(jump) > SMALL:
                log.warning("This computer's clock was set by %+.0f minutes. The app follows it.", jump / 60)
            self.start += jump
            self._told = False
        elif not self._told:
            self._told = True
            log.warning(
                "This computer's clock was set by %+.0f minutes while a quiz is being written. "
                "The app keeps its own time until that is over.",
                jump / 60,
            )


_steady: Steady | None = None


def hold() -> None:
    """Hold the clock steady from now on, in this process."""
    global _steady
    _steady = Steady()


def follow(*, busy: bool) -> None:
    """Take up the computer's clock, if it is held; `busy` while somebody's time is running."""
    if _steady is not None:
        _steady.follow(busy=busy)


def kept() -> float | None:
    """Return what another process of this computer needs to keep the same time; None if it is not held."""
    return None if _steady is None else _steady.start


def keep(start: float | None) -> None:
    """Keep the time that another process holds: `start` is what its `kept()` returned."""
    if _steady is not None and start is not None:
        _steady.start = start


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.fromtimestamp(time.time() if _steady is None else _steady.seconds(), UTC)


def zone() -> ZoneInfo:
    """Return the time zone that people here write and read times in."""
    return ZoneInfo(current_app.config["TIMEZONE"])


def zone_name() -> str:
    """Return the name of that zone as a person writes it: "America/New York", "UTC"."""
    return zone().key.removeprefix("Etc/").replace("_", " ")
