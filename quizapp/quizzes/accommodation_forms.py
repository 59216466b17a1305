"""What a teacher sets for one student in one assignment."""

from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import ValidationError
from wtforms.validators import NumberRange, Optional

from quizapp.core.attempts.accommodations import MOST_EXTRA_ATTEMPTS, Override
from quizapp.core.attempts.policy import Policy
from quizapp.quizzes.school_time import WRITTEN, SchoolTimeField, same_minute
from quizapp.web import clock
from quizapp.web.fields import FactorField, WholeNumberField
from quizapp.web.filters import moment


class OverrideForm(FlaskForm):
    """Each left empty is as set on the student, or as for the class."""

    time_factor = FactorField("Times the time of the class", [Optional()])
    extra_attempts = WholeNumberField(
        "More attempts than the class",
        [
            Optional(),
            NumberRange(0, MOST_EXTRA_ATTEMPTS, f"Write a number from 0 to {MOST_EXTRA_ATTEMPTS}."),
        ],
    )
    closes_at = SchoolTimeField("Closes for this student")

    def __init__(self, *args: Any, usual: Policy, before: Override, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual, self.before, self.now = usual, before, now

    @classmethod
    def of(cls, here: Override, usual: Policy, now: datetime) -> "OverrideForm":
        """Return the form with what is set, for an assignment of these rules."""
        return cls(
            usual=usual,
            before=here,
            now=now,
            time_factor=here.time_factor,
            extra_attempts=here.extra_attempts,
            closes_at=here.closes_at,
        )

    def validate_closes_at(self, field: SchoolTimeField) -> None:
        if field.process_errors or field.data is None or same_minute(field.data, self.before.closes_at):
            return
        zone = clock.zone().key
        if self.usual.closes_at is None:
            raise ValidationError("This quiz has no closing time, so there is nothing to extend: empty this.")
        if field.data <= self.usual.closes_at:
            raise ValidationError(
                f"The class has until {moment(self.usual.closes_at)} ({zone}): choose a later time."
            )
        if field.data <= self.now:
            raise ValidationError(f"This time has passed ({zone}): choose a later one.")

    def wanted(self) -> Override:
        """Return what is to be set, once it validates."""
        closes_at = self.closes_at.data
        if same_minute(closes_at, self.before.closes_at):
            closes_at = self.before.closes_at
        return Override(self.time_factor.data, self.extra_attempts.data, closes_at)


def as_sent(one: Override) -> dict[str, str]:
    """Return what the form would send for this: to set it again by one press."""
    return {
        "time_factor": "" if one.time_factor is None else f"{one.time_factor:g}",
        "extra_attempts": "" if one.extra_attempts is None else str(one.extra_attempts),
        "closes_at": one.closes_at.astimezone(clock.zone()).strftime(WRITTEN) if one.closes_at else "",
    }
