"""The one place that reads the clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  this is the place


def zone() -> ZoneInfo:
    """Return the time zone that people here write and read times in."""
    return ZoneInfo(current_app.config["TIMEZONE"])
