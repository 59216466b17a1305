"""Times as people write them on a form: the school's wall clock, read to the moment meant."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField

from quizapp.web import clock

WRITTEN = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2101)


def read_local(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a wall-clock time; ValueError where the clocks skip it.

    A time that comes twice, when the clocks go back, is the first.
    """
    moment = local.replace(tzinfo=zone, fold=0)
    back = moment.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != local:
        raise ValueError(
            f"There is no {local:%H:%M} on {local.day} {local:%B} in {zone.key}: the clocks go forward "
            f"then. Choose {back:%H:%M}, or another time."
        )
    return moment.astimezone(UTC)


def same_minute(one: datetime | None, other: datetime | None) -> bool:
    """Tell whether a form would show both alike."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < timedelta(minutes=1) and one.minute == other.minute


class SchoolTimeField(DateTimeLocalField):
    """A date and time of the school's clock; its data is the moment, in UTC."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what a browser sent; ValueError says how to write it."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        zone = clock.zone()
        try:
            local = datetime.strptime(text[:16], WRITTEN)  # noqa: DTZ007  the zone is the next step's
        except ValueError:
            raise ValueError("Write a date and a time, such as 2026-09-14T09:30.") from None
        if local.year not in YEARS or len(text) > 23:
            raise ValueError(f"Write a date from {YEARS[0]} to {YEARS[-1]}.")
        self.data = read_local(local, zone)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(str(value) for value in self.raw_data)
        return self.data.astimezone(clock.zone()).strftime(WRITTEN) if self.data else ""
