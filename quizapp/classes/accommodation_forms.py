"""What a teacher sets on a student."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional

from quizapp.core.attempts.accommodations import (
    MOST_BREAK_MINUTES,
    MOST_EXTRA_ATTEMPTS,
    NONE,
    Accommodation,
)
from quizapp.core.attempts.policy import Clock
from quizapp.web.fields import FactorField, WholeNumberField

CLOCKS = [
    SelectChoice(Clock.SHOWN.value, "A clock is shown"),
    SelectChoice(Clock.WARNED.value, "No clock, but a word at five minutes and at one minute"),
    SelectChoice(Clock.HIDDEN.value, "No clock, and no word before the time is up"),
]


class AccommodationForm(FlaskForm):
    """More time, more attempts, breaks, and how the quiz is shown."""

    time_factor = FactorField(
        "Times the time of the class",
        [InputRequired("Write a number from 1 to 4; 1 is the time of the class.")],
        description="Any number from 1 to 4: 1.5 makes 45 minutes of 30. Rounded up to whole minutes.",
    )
    extra_attempts = WholeNumberField(
        "More attempts than the class",
        [
            Optional(),
            NumberRange(0, MOST_EXTRA_ATTEMPTS, f"Write a number from 0 to {MOST_EXTRA_ATTEMPTS}."),
        ],
        description="2 makes three of one.",
    )
    break_minutes = WholeNumberField(
        "Minutes of break in an attempt",
        [
            Optional(),
            NumberRange(0, MOST_BREAK_MINUTES, f"Write minutes from 0 to {MOST_BREAK_MINUTES}."),
        ],
        description="In one break or several. Meanwhile the questions are hidden and the clock stands still.",
    )
    clock = RadioField(
        "The time left",
        [AnyOf([clock.value for clock in Clock], "Choose one of the list.")],
        choices=CLOCKS,
        default=Clock.SHOWN.value,
        validate_choice=False,
    )
    larger_text = BooleanField("Larger text in quizzes")

    @classmethod
    def of(cls, one: Accommodation) -> "AccommodationForm":
        """Return the form with what is set."""
        return cls(
            time_factor=one.time_factor,
            extra_attempts=one.extra_attempts,
            break_minutes=one.break_minutes,
            clock=one.clock.value,
            larger_text=one.larger_text,
        )

    def wanted(self) -> Accommodation:
        """Return what is to be set, once it validates."""
        return Accommodation(
            time_factor=self.time_factor.data or 1.0,
            extra_attempts=self.extra_attempts.data or 0,
            break_minutes=self.break_minutes.data or 0,
            clock=Clock(self.clock.data),
            larger_text=self.larger_text.data,
        )


def as_sent(one: Accommodation) -> dict[str, str]:
    """Return what the form would send for this: to set it again by one press."""
    sent = {
        "time_factor": f"{one.time_factor:g}",
        "extra_attempts": str(one.extra_attempts),
        "break_minutes": str(one.break_minutes),
        "clock": one.clock.value,
    }
    return {**sent, "larger_text": "y"} if one.larger_text else sent


NOTHING = as_sent(NONE)
